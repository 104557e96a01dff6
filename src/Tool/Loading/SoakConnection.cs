using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Loading;

/// <summary>A connection that is held: what it hears is looked at for its last line only.</summary>
public sealed class SoakConnection(Transport transport, TimeSpan replyLimit, TimeProvider clock)
{
    // Far above the 512 octets of RFC 5321 4.5.3.1.5.
    private const int LongestLine = 64 * 1024;

    private readonly OctetBuffer _heard = new();
    private string _last = "";

    public async Task SayAsync(ReadOnlyMemory<byte> octets, CancellationToken stop)
    {
        while (octets.Length > 0)
            octets = octets[await transport.SendAsync(octets, stop)..];
    }

    /// <summary>The last line of a reply.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    /// <exception cref="IOException">It was a refusal, or the end.</exception>
    public async Task<string> HearReplyAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = clock.CreateTimer(_ => limit.Cancel(), null, replyLimit, Timeout.InfiniteTimeSpan);
        try
        {
            while (!IsReply(_last))
            {
                if (!await HearAsync(limit.Token))
                    throw new IOException($"the server closed the connection{Behind()}");
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException("no reply in time");
        }
        var reply = _last;
        _last = "";
        return reply[0] == '2' ? reply : throw new IOException(reply);
    }

    /// <summary>Hears until the other side ends; how it did. What it acts meanwhile ends with it.</summary>
    public async Task<string> HoldAsync(Func<CancellationToken, Task> act, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var acting = act(over.Token);
        try
        {
            while (await HearAsync(stop))
            {
            }
        }
        finally
        {
            await over.CancelAsync();
            await acting.ContinueWith(_ => { }, TaskScheduler.Default);
        }
        return $"the server closed the connection{Behind()}";
    }

    private async Task<bool> HearAsync(CancellationToken stop)
    {
        if (await transport.ReceiveAsync(_heard, stop) == 0)
            return false;
        var end = _heard.Span.LastIndexOf((byte)'\n');
        if (end >= 0)
        {
            var start = _heard.Span[..end].LastIndexOf((byte)'\n') + 1;
            _last = Encoding.Latin1.GetString(_heard.Span[start..end]).TrimEnd('\r');
            _heard.Take(end + 1);
            _heard.Release();
        }
        return _heard.Length <= LongestLine ? true : throw new IOException("a line without end");
    }

    private string Behind() => _last.Length > 0 ? $" behind '{_last}'" : "";

    private static bool IsReply(string line) => line.Length >= 3 && line.ElementAtOrDefault(3) != '-';
}
