using System.Buffers;
using System.IO.Pipelines;
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

/// <summary>A session's two directions: lines and content in, replies out.</summary>
/// <param name="patience">How long replies may wait for a client that does not read.</param>
public sealed class SessionWire(IDuplexPipe transport, int lineLimit, TimeSpan patience, TimeProvider clock)
{
    private readonly LineReader _lines = new(transport.Input, lineLimit);
    private bool _unflushed;

    public ReadOnlySpan<byte> Line => _lines.Line.Span;

    /// <summary>The next line. Replies go out before it is waited for (RFC 2920 3.2).</summary>
    public async ValueTask<Heard> HearAsync(CancellationToken cancel)
    {
        if (_lines.TryRead() is { } heard)
            return heard;
        await FlushAsync(cancel);
        return await _lines.ReadAsync(cancel);
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
            await flushing.AsTask().WaitAsync(patience, clock, cancel);
    }

    /// <summary>Reads a message to its end. <paramref name="onContent"/> takes the content as it comes.</summary>
    public async ValueTask<ContentEnd> ReadContentAsync(
        DotReader reader, Func<ReadOnlyMemory<byte>, ValueTask> onContent, Action onProgress, CancellationToken cancel)
    {
        var content = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var result = await transport.Input.ReadAsync(cancel);
            onProgress();
            var ended = Take(reader, result.Buffer, content, out var used);
            if (content.WrittenCount > 0)
                await onContent(content.WrittenMemory);
            content.ResetWrittenCount();
            transport.Input.AdvanceTo(used);
            if (ended)
                return ContentEnd.Complete;
            if (result.IsCompleted || result.IsCanceled)
                return result.IsCompleted ? ContentEnd.Closed : ContentEnd.Interrupted;
        }
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
