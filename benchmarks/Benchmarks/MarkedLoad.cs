using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>Clients that send marked messages, and remember which were acknowledged.</summary>
internal sealed class MarkedLoad
{
    private const int Sessions = 20;

    // Most of one record, some of several pieces.
    private static readonly (string Usual, string Large) Contents = (Lines(4), Lines(300));

    private const int LargeEvery = 20;

    private readonly ConcurrentDictionary<int, string> _acknowledged = new();
    private int _last;

    /// <summary>The gateway's id for each, by its mark.</summary>
    public IReadOnlyDictionary<int, string> Acknowledged => _acknowledged;

    /// <summary>Until it is cancelled, or the gateway is gone.</summary>
    public Task RunAsync(int port, CancellationToken cancel) =>
        Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => SendAsync(port, cancel)));

    private async Task SendAsync(int port, CancellationToken cancel)
    {
        using var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancel);
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            await reader.ReadLineAsync(cancel);
            await AskAsync("HELO load.test");
            while (!cancel.IsCancellationRequested)
            {
                var mark = Interlocked.Increment(ref _last);
                await AskAsync("MAIL FROM:<a@load.test>");
                await AskAsync("RCPT TO:<b@sink.test>");
                await AskAsync("DATA");
                var content = mark % LargeEvery == 0 ? Contents.Large : Contents.Usual;
                if (await AskAsync($"{MarkingSink.Mark}{mark}\r\n\r\n{content}.") is ['2', ..] reply)
                    _acknowledged[mark] = reply.Split(' ')[2];
            }

            async Task<string?> AskAsync(string what)
            {
                await writer.WriteLineAsync(what.AsMemory(), cancel);
                return await reader.ReadLineAsync(cancel);
            }
        }
        catch (Exception over) when (over is IOException or SocketException or OperationCanceledException)
        {
            // The gateway was killed, or the round is over.
        }
    }

    private static string Lines(int kilobytes) =>
        string.Concat(Enumerable.Repeat(new string('x', 62) + "\r\n", kilobytes * 16));
}
