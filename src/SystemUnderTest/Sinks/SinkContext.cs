using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>What a sink is told of the event, and what it may set.</summary>
/// <param name="Event">One of <see cref="SinkEvent.Names"/>.</param>
/// <param name="Command">The command, null at connect, end of data and disconnect.</param>
/// <param name="Client">The client's address, null where the transport has none.</param>
/// <param name="ClientName">What the client said behind HELO or EHLO, null before.</param>
/// <param name="From">The reverse-path of the open transaction, null outside one.</param>
/// <param name="Recipients">The recipients accepted so far.</param>
public sealed record SinkContext(
    string Event,
    Command? Command,
    IPAddress? Client,
    string? ClientName,
    ReversePath? From,
    IReadOnlyList<Mailbox> Recipients)
{
    /// <summary>
    /// The reply, null while no sink has set one. A negative one is said and the command is not obeyed; a positive one is
    /// said in place of the built-in handler's, if that obeys.
    /// </summary>
    public Reply? Reply { get; set; }

    /// <summary>Ends the connection after the reply.</summary>
    public bool Disconnects { get; set; }
}

/// <summary>What becomes of the event behind this sink.</summary>
public enum Passing
{
    /// <summary>Later sinks and the built-in handler see it.</summary>
    On,

    /// <summary>Nobody else sees it; the sink's reply is said.</summary>
    Consumed,
}

/// <summary>Where policy plugs in.</summary>
public interface ISink
{
    /// <summary>Called for each event the sink is bound to, one at a time for a session.</summary>
    ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel);
}
