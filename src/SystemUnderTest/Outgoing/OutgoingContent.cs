using System.Buffers;
using System.Globalization;
using System.Text;
using SmtpGate.Wire;

namespace SmtpGate.Outgoing;

/// <summary>A message's content on its way to a host, up to the host's word on it.</summary>
/// <param name="wait">Told how long each step may take, before it.</param>
internal sealed class OutgoingContent(OutgoingConnection connection, TimeLimits limits, Action<TimeSpan> wait)
{
    // What is read at a time, and sent.
    private const int Piece = 32 * 1024;

    // A host that will not have a large message says so behind the first of it, and need not take the rest (RFC 3030 2).
    private const long LargestChunk = 1 << 20;

    /// <summary>Behind a 354.</summary>
    public async ValueTask<Answer> SendAsync(Stream content, CancellationToken cancel)
    {
        var writer = new DotWriter(connection.Output);
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (int count; (count = await content.ReadAsync(piece, cancel)) > 0;)
            {
                // Where the last of it has been put the end follows, and both go out together.
                if (writer.HasWritten && !await FlushedAsync(cancel))
                    return Trouble.Lost;
                writer.Write(piece.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
        // An answer that came before the end was no answer to the message.
        if (connection.HasSpokenUnasked)
            return Trouble.Nonsense;
        writer.Finish();
        return await AnsweredAsync(limits.End, cancel);
    }

    /// <summary>With BDAT, as it is. After a chunk that is refused none follows.</summary>
    public async ValueTask<Answer> SendChunksAsync(Stream content, CancellationToken cancel)
    {
        for (var left = content.Length; ;)
        {
            if (connection.HasSpokenUnasked)
                return Trouble.Nonsense;
            var count = Math.Min(left, LargestChunk);
            left -= count;
            var line = string.Create(CultureInfo.InvariantCulture, $"BDAT {count}{(left == 0 ? " LAST" : "")}\r\n");
            Encoding.ASCII.GetBytes(line, connection.Output);
            if (!await CopyAsync(content, count, cancel))
                return Trouble.Lost;
            // An answer that came before the end was no answer to the chunk.
            if (connection.HasSpokenUnasked)
                return Trouble.Nonsense;
            var answer = await AnsweredAsync(left == 0 ? limits.End : limits.Block, cancel);
            if (!answer.IsDone || left == 0)
                return answer;
        }
    }

    // False where the connection is lost. The last of it waits to be flushed.
    private async ValueTask<bool> CopyAsync(Stream content, long count, CancellationToken cancel)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (count > 0)
            {
                var now = (int)Math.Min(count, Piece);
                await content.ReadExactlyAsync(piece.AsMemory(0, now), cancel);
                connection.Output.Write(piece.AsSpan(0, now));
                count -= now;
                if (count > 0 && !await FlushedAsync(cancel))
                    return false;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async ValueTask<Answer> AnsweredAsync(TimeSpan limit, CancellationToken cancel)
    {
        if (!await FlushedAsync(cancel))
            return Trouble.Lost;
        wait(limit);
        return await connection.ReadReplyAsync(cancel);
    }

    private ValueTask<bool> FlushedAsync(CancellationToken cancel)
    {
        wait(limits.Block);
        return connection.FlushAsync(cancel);
    }
}
