using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>What a sink is told of an event, and what it may set.</summary>
/// <param name="event">One of <see cref="SinkEvent.Names"/>.</param>
/// <param name="command">The command, null at connect, end of data and disconnect.</param>
public sealed class SinkContext(string @event, Command? command, SinkSession session)
{
    private List<string>? _offers;

    public string Event => @event;

    public Command? Command => command;

    public SinkSession Session => session;

    /// <summary>The command line as it was received, without its CRLF; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Line { get; init; }

    /// <summary>The same as text; what is no UTF-8 becomes U+FFFD.</summary>
    public string CommandText => Encoding.UTF8.GetString(Line.Span);

    /// <summary>The verb in capitals, or the event's name.</summary>
    public string Keyword => command?.Keyword ?? @event;

    /// <summary>What the gateway would say if there were no sinks; null at connect, end of data and disconnect.</summary>
    public Reply? NativeReply { get; init; }

    /// <summary>
    /// The reply, null while no sink has set one. A negative one is said and the command is not obeyed; a positive one is
    /// said in place of the built-in handler's, if that obeys; at connect it must be a greeting, 220.
    /// </summary>
    public Reply? Reply { get; set; }

    /// <summary>A failure is one whatever the reply is; without a reply it gets a general one.</summary>
    public SinkStatus Status { get; set; }

    /// <summary>Counts as an error of the client's: a session may have only so many.</summary>
    public bool IsProtocolError { get; set; }

    /// <summary>Further lines for the reply to EHLO: keyword and parameters.</summary>
    public IReadOnlyList<string> Offers => _offers ?? [];

    /// <summary>Takes the input that follows, if the status says so (<see cref="SinkStatus.BlobReady"/>).</summary>
    public IInputSink? Callback { get; private set; }

    /// <summary>What is said where a sink objects; null where none does.</summary>
    public Reply? Refusal =>
        Reply is { IsPositive: false } ? Reply
        : (Status & SinkStatus.CompleteFailure) != 0 ? Replies.SinkFailed
        : (Status & SinkStatus.TransientFailure) != 0 ? Replies.SinkFailedForNow
        : null;

    /// <summary>The connection ends after the reply.</summary>
    public bool Drops => (Status & SinkStatus.DropSession) != 0;

    public void SetCallback(IInputSink callback) => Callback = callback;

    public void Offer(string line) => (_offers ??= []).Add(line);

    /// <summary>One more line for the reply.</summary>
    public void Append(string text) => Reply = Reply is null
        ? throw new InvalidOperationException("there is no reply to append to")
        : Reply with { Lines = [.. Reply.Lines, text] };
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
