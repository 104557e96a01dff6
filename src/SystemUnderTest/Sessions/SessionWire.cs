using System.Buffers;
using System.Net;
using SmtpGate.Grammar;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>How one step of reading a message ended.</summary>
public enum ContentEnd
{
    Complete,
    Closed,
    Interrupted,
}

/// <summary>A session's two directions: lines, pieces and content in, replies out.</summary>
/// <param name="limits">How long a line may be, and how long replies may wait for a client that does not read.</param>
public sealed class SessionWire(SecurableTransport transport, SessionLimits limits, TimeProvider clock)
{
    // RFC 4954 4.3: 12,288 octets are enough for every mechanism there is.
    private static readonly LongerLines Auth = new("AUTH ", 12288);

    private LineReader _lines = new(transport.Input, limits.LineOctets, Auth, ForeignTalk.EnoughOctets);
    private ReadOnlySequence<byte> _piece;
    private bool _isLast;
    private bool _isAtEnd;
    private bool _unflushed;

    /// <summary>The last line; valid until the next is heard.</summary>
    public ReadOnlyMemory<byte> Line => _lines.Line;

    /// <summary>What TLS uses, null in clear.</summary>
    public string? Cipher => transport.Tls?.NegotiatedCipherSuite.ToString();

    /// <summary>False where TLS was to show who the client is, and did not.</summary>
    public bool IsEnough { get; private set; } = true;

    /// <summary>False where nothing can be said in clear any more, and nothing behind TLS yet.</summary>
    public bool CanSpeak => !transport.IsShaking;

    /// <summary>True where the last piece was asked for in vain because the client has closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The next line. Replies go out before it is waited for (RFC 2920 3.2).</summary>
    public async ValueTask<Heard> HearAsync(CancellationToken cancel)
    {
        if (_lines.TryRead() is { } heard)
            return heard;
        await FlushAsync(cancel);
        return await _lines.ReadAsync(cancel);
    }

    /// <summary>What has arrived and nobody has taken; null where nothing more comes, or somebody interrupted.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> HearPieceAsync(CancellationToken cancel)
    {
        if (_isAtEnd)
        {
            IsClosed = true;
            return null;
        }
        var result = await transport.Input.ReadAsync(cancel);
        (_piece, _isLast) = (result.Buffer, result.IsCompleted);
        // The first of several pieces: the others come next.
        if (!result.Buffer.IsEmpty && !result.IsCanceled)
            return result.Buffer.First;
        IsClosed = result.IsCompleted;
        transport.Input.AdvanceTo(result.Buffer.Start);
        return null;
    }

    /// <summary>How much of the last piece was used. What was left alone waits for more to come, if nothing was used.</summary>
    public void TakePiece(int count)
    {
        // More is asked for, and nothing more comes.
        _isAtEnd = count == 0 && _isLast;
        var used = _piece.GetPosition(count);
        transport.Input.AdvanceTo(used, count == 0 ? _piece.End : used);
    }

    /// <summary>The header of a proxy: whether one came, and whom it names.</summary>
    public async ValueTask<(bool Heard, IPEndPoint? Client)> HearProxyAsync(CancellationToken cancel)
    {
        while (true)
        {
            var result = await transport.Input.ReadAsync(cancel);
            var head = ProxyHeader.Read(result.Buffer, out var used, out var client);
            if (head == ProxyHead.Whole)
            {
                transport.Input.AdvanceTo(result.Buffer.GetPosition(used));
                return (true, client);
            }
            transport.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (head == ProxyHead.Wrong || result.IsCompleted || result.IsCanceled)
                return (false, null);
        }
    }

    /// <summary>Throws away what has arrived so far.</summary>
    public void Forget() => transport.Forget();

    /// <summary>TLS from here on. Null, or why there is none; then the connection is of no more use.</summary>
    public async ValueTask<string?> SecureAsync(Tls.ServerTls tls, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(tls.HandshakeTime, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var handshake = tls.Begin();
            if (await transport.SecureAsync(handshake.TermsFor, both.Token) is { } problem)
                return problem;
            IsEnough = handshake.IsEnough;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return "the handshake took too long";
        }
        _lines = new LineReader(transport.Input, limits.LineOctets, Auth, ForeignTalk.EnoughOctets);
        return null;
    }

    /// <summary>Puts a reply behind those that wait; <see cref="FlushAsync"/> sends them in one go.</summary>
    public void Say(Reply reply)
    {
        transport.Output.Write(reply.Octets.Span);
        _unflushed = true;
    }

    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (!_unflushed)
            return;
        _unflushed = false;
        var flushing = transport.Output.FlushAsync(cancel);
        if (flushing.IsCompletedSuccessfully)
            flushing.GetAwaiter().GetResult();
        else
            await flushing.AsTask().WaitAsync(limits.CommandTime, clock, cancel);
    }

    /// <summary>Reads a message to its end. <paramref name="onContent"/> takes the content as it comes.</summary>
    public async ValueTask<ContentEnd> ReadContentAsync(
        DotReader reader, Func<ReadOnlyMemory<byte>, ValueTask> onContent, Action onProgress, CancellationToken cancel)
    {
        var content = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var result = await transport.Input.ReadAsync(cancel);
            var ended = Take(reader, result.Buffer, content, out var used);
            if (content.WrittenCount > 0)
                await onContent(content.WrittenMemory);
            onProgress();
            content.ResetWrittenCount();
            transport.Input.AdvanceTo(used);
            if (ended)
                return ContentEnd.Complete;
            if (result.IsCompleted || result.IsCanceled)
                return result.IsCompleted ? ContentEnd.Closed : ContentEnd.Interrupted;
        }
    }

    /// <summary>Reads so many octets, whatever they are. <paramref name="onContent"/> takes them as they come.</summary>
    public async ValueTask<ContentEnd> ReadChunkAsync(
        ulong octets, Func<ReadOnlyMemory<byte>, ValueTask> onContent, Action onProgress, CancellationToken cancel)
    {
        for (var left = octets; left > 0;)
        {
            var result = await transport.Input.ReadAsync(cancel);
            var buffer = result.Buffer.Slice(0, (long)Math.Min(left, (ulong)result.Buffer.Length));
            foreach (var piece in buffer)
                await onContent(piece);
            left -= (ulong)buffer.Length;
            onProgress();
            transport.Input.AdvanceTo(buffer.End);
            if (left > 0 && (result.IsCompleted || result.IsCanceled))
                return result.IsCompleted ? ContentEnd.Closed : ContentEnd.Interrupted;
        }
        return ContentEnd.Complete;
    }

    private static bool Take(
        DotReader reader, ReadOnlySequence<byte> buffer, ArrayBufferWriter<byte> content, out SequencePosition used)
    {
        long taken = 0;
        foreach (var segment in buffer)
        {
            var ended = reader.Read(segment.Span, content, out var inSegment);
            taken += inSegment;
            if (ended)
            {
                used = buffer.GetPosition(taken);
                return true;
            }
        }
        used = buffer.End;
        return false;
    }
}
