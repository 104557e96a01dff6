using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>A message while it arrives: what is kept of it, and what is wrong with it.</summary>
public sealed class IncomingMessage : IAsyncDisposable
{
    private readonly SessionLimits _limits;
    private readonly IArrival _arrival;
    private readonly HopCounter _hops = new();

    private IncomingMessage(SessionLimits limits, IArrival arrival, Pace pace) =>
        (_limits, _arrival, Pace) = (limits, arrival, pace);

    /// <summary>Of all of it, in however many chunks it comes.</summary>
    public Pace Pace { get; }

    /// <summary>Of content behind DATA.</summary>
    public DotReader Reader { get; } = new();

    /// <summary>Of text in chunks.</summary>
    public LineEnds Lines { get; } = new();

    /// <summary>Octets of content so far, those that were not kept too.</summary>
    public long Length { get; private set; }

    private bool IsTooLarge => Length > _limits.MessageOctets;

    /// <summary>Of the session's transaction, with the gateway's own trace on top.</summary>
    public static async ValueTask<IncomingMessage> BeginAsync(
        SessionContext context, SessionState state, CancellationToken cancel)
    {
        var (services, envelope) = (context.Services, state.Envelope!);
        var id = MessageId.New(services.Clock);
        var arrival = services.Delivery.Begin(
            new Arriving(id, envelope.From, envelope.With, envelope.Recipients) { Wishes = envelope.Wishes });
        var trace = TraceField.Received(services, context.Seen(state), state.Client!, envelope, id);
        await arrival.WriteAsync(Encoding.UTF8.GetBytes(trace), cancel);
        return new IncomingMessage(services.Limits, arrival, new Pace(services.Limits, context.Patience, services.Clock));
    }

    /// <summary>Keeps no more than the limit, however much comes.</summary>
    public async ValueTask KeepAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        Length += octets.Length;
        _hops.Look(octets.Span);
        if (!IsTooLarge)
            await _arrival.WriteAsync(octets, cancel);
    }

    /// <summary>Null where nothing is wrong with what has come so far.</summary>
    public Reply? Judge() =>
        Reader.HasBareCr || Reader.HasBareLf || Lines.HasBareAlready ? Replies.BareLineEnd
        : IsTooLarge ? Replies.TooLarge
        : _hops.Hops > _limits.Hops ? Replies.Looping
        : null;

    /// <summary>The reply for its client.</summary>
    public ValueTask<Reply> AcceptAsync(CancellationToken cancel) => _arrival.AcceptAsync(cancel);

    public ValueTask DisposeAsync() => _arrival.DisposeAsync();
}
