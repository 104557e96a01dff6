using System.Text;
using SmtpSim.Tls;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Loading;

/// <summary>A connection that is held: what it hears behind the preamble is looked at for its last line only.</summary>
public sealed class SoakConnection(Transport transport, TimeSpan replyLimit, TimeProvider clock) : IDisposable
{
    // Far above the 512 octets of RFC 5321 4.5.3.1.5.
    private const int LongestLine = 64 * 1024;

    private readonly OctetBuffer _heard = new();
    private Transport _transport = transport;

    /// <exception cref="TimeoutException">The handshake was not over in time.</exception>
    /// <exception cref="IOException">It failed.</exception>
    public async Task StartTlsAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = clock.CreateTimer(_ => limit.Cancel(), null, replyLimit, Timeout.InfiniteTimeSpan);
        try
        {
            var handshake = new Handshake(new TlsTerms(), CertificateZoo.OfProcess, clock);
            var result = await handshake.AsClientAsync(_transport, _heard, limit.Token);
            _transport = result.Transport ?? throw new IOException(result.Trouble);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"no handshake in {Durations.Show(replyLimit)}");
        }
    }

    public async Task SayAsync(ReadOnlyMemory<byte> octets, CancellationToken stop)
    {
        while (octets.Length > 0)
            octets = octets[await _transport.SendAsync(octets, stop)..];
    }

    /// <exception cref="TimeoutException">No reply came in time.</exception>
    /// <exception cref="IOException">It was a refusal, or none, or the end.</exception>
    public async Task HearReplyAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var timer = clock.CreateTimer(_ => limit.Cancel(), null, replyLimit, Timeout.InfiniteTimeSpan);
        try
        {
            ReplyText? reply;
            while ((reply = ReplyText.Read(_heard.Span)) is null)
            {
                if (!await HearAsync(limit.Token))
                    throw new IOException("the server closed the connection");
            }
            _heard.Take(reply.Length);
            if (reply.Complaint is not null || reply.Code / 100 != 2)
                throw new IOException(reply.Complaint ?? $"{reply.Code} {reply.Lines[^1]}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TimeoutException($"no reply in {Durations.Show(replyLimit)}");
        }
    }

    /// <summary>Hears until the other side ends; its last words. What it acts meanwhile ends with it.</summary>
    public async Task<string> HoldAsync(Func<CancellationToken, Task> act, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var acting = act(over.Token);
        var last = "";
        try
        {
            while (await HearAsync(stop))
                last = LastLine() ?? last;
        }
        finally
        {
            await over.CancelAsync();
            await acting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return last.Length > 0 ? $"the server closed the connection behind '{last}'" : "the server closed the connection";
    }

    public void Dispose() => _transport.Dispose();

    private async Task<bool> HearAsync(CancellationToken stop)
    {
        if (await _transport.ReceiveAsync(_heard, stop) == 0)
            return false;
        return _heard.Length <= LongestLine ? true : throw new IOException("a line without end");
    }

    // Of thousands of connections nothing else is kept.
    private string? LastLine()
    {
        var end = _heard.Span.LastIndexOf((byte)'\n');
        if (end < 0)
            return null;
        var start = _heard.Span[..end].LastIndexOf((byte)'\n') + 1;
        var line = Encoding.Latin1.GetString(_heard.Span[start..end]).TrimEnd('\r');
        _heard.Take(end + 1);
        _heard.Release();
        return line;
    }
}
