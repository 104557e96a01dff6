using System.Net;

namespace SmtpSim.Loading;

/// <summary>When a connection of a load run turns to TLS.</summary>
public enum LoadTls
{
    None,
    StartTls,
    Implicit,
}

/// <summary>Who a load run says it is: AUTH PLAIN (RFC 4616).</summary>
public sealed record LoadIdentity(string User, string Password)
{
    // The password is nobody's business but the server's.
    public override string ToString() => User;
}

/// <summary>What a load run does.</summary>
/// <param name="Connections">How many are busy at once.</param>
/// <param name="Messages">How many are sent; null: as many as the time allows.</param>
/// <param name="Time">How long it goes on; null: until all messages are sent.</param>
/// <param name="Rate">Messages a second; null: each connection as fast as it is answered.</param>
/// <param name="Sizes">The smallest and the largest content, in octets.</param>
/// <param name="Recipients">RCPT commands a message.</param>
/// <param name="Pipelining">MAIL, RCPT and DATA go out in one write (RFC 2920).</param>
/// <param name="PerMessage">Each message has a connection of its own.</param>
/// <param name="ReplyLimit">A connection that waits longer for a reply is given up.</param>
public sealed record LoadPlan(
    EndPoint Target, int Connections, long? Messages, TimeSpan? Time, double? Rate, (int Least, int Most) Sizes,
    int Recipients, bool Pipelining, bool PerMessage, LoadTls Tls, LoadIdentity? Identity, TimeSpan ReplyLimit)
{
    /// <summary>The largest message a load run makes: ten times what most servers take.</summary>
    public const int LargestSize = 256 << 20;

    /// <summary>What all connections together may hold to send.</summary>
    public const long MostMemory = 2L << 30;

    /// <summary>Below the ports that a client has towards one server.</summary>
    public const int MostConnections = 20_000;

    /// <summary>Of the sender; no domain that anybody has (RFC 2606).</summary>
    public string From { get; init; } = "load@sender.example";

    /// <summary>Of the recipients; {n} is their number.</summary>
    public string To { get; init; } = "user{n}@recipient.example";

    public string Client { get; init; } = "load.example";

    /// <summary>What sizes are drawn from.</summary>
    public int Seed { get; init; } = 1;
}
