using System.Net;

namespace SmtpSim.Loading;

/// <summary>What the connections of a soak run do while they are held.</summary>
public enum SoakHabit
{
    /// <summary>Nothing, behind EHLO.</summary>
    Idle,

    /// <summary>NOOP, now and then.</summary>
    Noop,

    /// <summary>An octet of a message, now and then.</summary>
    Drip,
}

/// <summary>Holds connections that are idle or slow.</summary>
/// <param name="Connections">How many.</param>
/// <param name="Opening">How many are opened a second.</param>
/// <param name="Time">How long they are held once all are open.</param>
/// <param name="Every">How often each says something.</param>
public sealed record SoakPlan(
    EndPoint Target, int Connections, int Opening, TimeSpan Time, SoakHabit Habit, TimeSpan Every, TimeSpan ReplyLimit)
{
    public LoadTls Tls { get; init; }
}
