using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace SmtpGate.Wire;

/// <summary>What the reader came to.</summary>
public enum Heard
{
    /// <summary>A line, up to its CRLF.</summary>
    Line,

    /// <summary>A line above the limit; it was skipped up to its CRLF.</summary>
    TooLong,

    /// <summary>A TLS record where a line was to begin: no line will come.</summary>
    Record,

    /// <summary>The peer ended its direction.</summary>
    Closed,

    /// <summary>Somebody cancelled the pending read: time is over, or the gateway stops.</summary>
    Interrupted,
}

/// <summary>
/// Lines from a pipe. CRLF ends a line and nothing else does (RFC 5321 2.3.8): a bare CR or LF stays in the line for the
/// grammar to refuse. Never keeps more than the limit.
/// </summary>
/// <param name="limit">The longest line in octets, CRLF included.</param>
/// <param name="longer">Lines that may be longer than others.</param>
/// <param name="mostOfLong">So much is kept of the beginning of a line that is too long.</param>
public sealed class LineReader(PipeReader pipe, int limit, LongerLines? longer = null, int mostOfLong = 0)
{
    private static ReadOnlySpan<byte> RecordStart => [0x16, 0x03];

    private byte[] _kept = [];
    private ReadOnlyMemory<byte> _beginning;
    private bool _skipping;

    /// <summary>The last line without its CRLF, of one that is too long the beginning; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Takes a line that has already arrived; null where none has.</summary>
    public Heard? TryRead() => pipe.TryRead(out var result) ? Take(result) : null;

    /// <summary>Waits for a line.</summary>
    public async ValueTask<Heard> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (Take(await pipe.ReadAsync(cancel)) is { } heard)
                return heard;
        }
    }

    private Heard? Take(ReadResult result)
    {
        var buffer = result.Buffer;
        if (!_skipping && IsRecord(buffer))
        {
            pipe.AdvanceTo(buffer.End);
            return Heard.Record;
        }
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
            return TakeLine(line, reader.Position);
        if (result.IsCompleted || result.IsCanceled)
        {
            pipe.AdvanceTo(buffer.Start, buffer.End);
            return result.IsCompleted ? Heard.Closed : Heard.Interrupted;
        }
        SkipIfTooLong(buffer);
        return null;
    }

    private void SkipIfTooLong(ReadOnlySequence<byte> buffer)
    {
        if (!_skipping && buffer.Length >= LimitOf(buffer))
            (_skipping, _beginning) = (true, Kept(buffer.Slice(0, Math.Min(buffer.Length, mostOfLong))));
        // The last octet may be the CR of a CRLF, so it is never thrown away.
        pipe.AdvanceTo(_skipping && buffer.Length > 0 ? buffer.GetPosition(buffer.Length - 1) : buffer.Start, buffer.End);
    }

    // RFC 8446 5.1: handshake, and the version of TLS 1.0 or a later one.
    private static bool IsRecord(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < RecordStart.Length)
            return false;
        Span<byte> start = stackalloc byte[RecordStart.Length];
        buffer.Slice(0, RecordStart.Length).CopyTo(start);
        return start.SequenceEqual(RecordStart);
    }

    private Heard TakeLine(ReadOnlySequence<byte> line, SequencePosition behind)
    {
        var (wasSkipped, tooLong) = (_skipping, _skipping || line.Length + 2 > LimitOf(line));
        _skipping = false;
        Line = wasSkipped ? _beginning : Kept(tooLong ? line.Slice(0, Math.Min(line.Length, mostOfLong)) : line);
        pipe.AdvanceTo(behind);
        return tooLong ? Heard.TooLong : Heard.Line;
    }

    // The next line takes the place of this one.
    private ReadOnlyMemory<byte> Kept(ReadOnlySequence<byte> line)
    {
        var length = (int)line.Length;
        if (_kept.Length < length)
            _kept = new byte[Math.Max(length, 128)];
        line.CopyTo(_kept);
        return _kept.AsMemory(0, length);
    }

    private int LimitOf(ReadOnlySequence<byte> line) => longer is not null && longer.Begin(line) ? longer.Limit : limit;
}

/// <summary>Lines that begin with a word, in any case, may be longer than others.</summary>
/// <param name="limit">In octets, CRLF included.</param>
public sealed class LongerLines(string word, int limit)
{
    private readonly byte[] _word = Encoding.ASCII.GetBytes(word);

    public int Limit => limit;

    public bool Begin(ReadOnlySequence<byte> line)
    {
        if (line.Length < _word.Length)
            return false;
        Span<byte> start = stackalloc byte[_word.Length];
        line.Slice(0, _word.Length).CopyTo(start);
        return Ascii.EqualsIgnoreCase(start, _word);
    }
}
