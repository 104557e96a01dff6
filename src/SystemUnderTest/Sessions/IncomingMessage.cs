using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>A message while it arrives: what is kept of it, and what is wrong with it.</summary>
internal sealed class IncomingMessage(SessionLimits limits, IArrival arrival) : IAsyncDisposable
{
    private readonly HopCounter _hops = new();

    public DotReader Reader { get; } = new();

    /// <summary>Octets of content so far, those that were not kept too.</summary>
    public long Length { get; private set; }

    /// <summary>Keeps no more than the limit, however much comes.</summary>
    public async ValueTask KeepAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        Length += octets.Length;
        _hops.Look(octets.Span);
        if (!IsTooLarge)
            await arrival.WriteAsync(octets, cancel);
    }

    /// <summary>Null where it may be passed on.</summary>
    public Reply? Judge() =>
        Reader.HasBareCr || Reader.HasBareLf ? Replies.BareLineEnd
        : IsTooLarge ? Replies.TooLarge
        : _hops.Hops > limits.Hops ? Replies.Looping
        : null;

    /// <summary>The reply for its client.</summary>
    public ValueTask<Reply> AcceptAsync(CancellationToken cancel) => arrival.AcceptAsync(cancel);

    public ValueTask DisposeAsync() => arrival.DisposeAsync();

    private bool IsTooLarge => Length > limits.MessageOctets;
}
