using System.Runtime.CompilerServices;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>
/// A served connection, line by line. Replies are held back until everything that came together is answered, and then go
/// out together (RFC 2920 3.2).
/// </summary>
internal sealed class ServedWire(RawConnection connection, TimeProvider clock)
{
    // A fake server is given to test programs, not to the internet: far above any line a client may send.
    private const int LongestLine = 1 << 20;

    // Above the largest message that servers take by default (Exim 50 MB, Gmail 150 MB); it takes twice that in memory.
    private const int LongestMessage = 256 << 20;

    // Replies to so much pipelining are not held back any longer.
    private const int MostHeldBack = 16 * 1024;

    private readonly OctetBuffer _replies = new();
    private long _unfinished;

    public RawConnection Connection => connection;

    /// <summary>Says it as soon as nothing more waits to be answered.</summary>
    public ValueTask SayAsync(ServedReply reply, CancellationToken cancel)
    {
        _replies.Append(reply.Octets.Span);
        return _replies.Length > MostHeldBack ? FlushAsync(cancel) : ValueTask.CompletedTask;
    }

    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_replies.Length == 0)
            return;
        await connection.SendAsync(_replies.Memory, cancel);
        _replies.Take(_replies.Length);
        _replies.Release();
    }

    /// <summary>The next line without its end, and what is wrong with it; null once the other side has ended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(string Line, string? Complaint)?> HearLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (ReplyText.NextLine(connection.Heard) is var (line, length, complaint))
            {
                connection.Take(length);
                return (line, complaint);
            }
            if (!await HearMoreAsync(cancel))
                return null;
        }
    }

    /// <summary>A message up to its end, the stuffing taken out; null where it did not come to its end.</summary>
    public async ValueTask<OctetBuffer?> HearMessageAsync(CancellationToken cancel)
    {
        var reader = new ContentReader();
        while (true)
        {
            connection.Take(reader.Take(connection.Heard));
            if (reader.Ended)
            {
                EndMessage();
                return reader.Content;
            }
            if (!Fits(reader.Content.Length) || !await HearMoreAsync(cancel))
                return null;
        }
    }

    /// <summary>Chunks that were heard are a message, or nothing.</summary>
    public void EndMessage() => TryHold(0);

    /// <summary>So many octets, added to what is there (RFC 3030 2); false where they did not all come.</summary>
    public async ValueTask<bool> HearChunkAsync(long size, OctetBuffer into, CancellationToken cancel)
    {
        while (true)
        {
            var count = (int)Math.Min(size, connection.Heard.Length);
            into.Append(connection.Heard[..count]);
            connection.Take(count);
            size -= count;
            if (size == 0)
                return true;
            if (!Fits(into.Length) || !await HearMoreAsync(cancel))
                return false;
        }
    }

    private bool Fits(int length)
    {
        if (length > LongestMessage)
            Refuse($"a message of more than {LongestMessage} octets");
        else if (!TryHold(length))
            Refuse($"more than {Unfinished.OfProcess.Most} octets of messages that have not ended, on all connections");
        return !connection.Closed;
    }

    // Of the message that this connection brings.
    private bool TryHold(long octets)
    {
        var more = octets - _unfinished;
        _unfinished = octets;
        return Unfinished.OfProcess.TryChange(more);
    }

    private void Refuse(string what)
    {
        connection.Log.Note(connection.Name, $"{what}: dropped");
        connection.Reset();
    }

    /// <summary>False where nothing more can come, or more has come than any client may say at once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> HearMoreAsync(CancellationToken cancel)
    {
        await FlushAsync(cancel);
        if (connection.Heard.Length > LongestLine)
            Refuse($"a line of more than {LongestLine} octets");
        if (connection.Ended is not null || connection.Closed || connection.IsDeaf)
            return false;
        // A rule stopped reading and nothing resumes it: the client waits for as long as it likes.
        if (connection.IsPaused)
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancel);
        await connection.HearAsync(cancel);
        return true;
    }
}
