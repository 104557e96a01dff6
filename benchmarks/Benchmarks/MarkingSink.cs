using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Benchmarks;

/// <summary>A next host that remembers which marked messages it has, and how often.</summary>
internal sealed class MarkingSink : IDisposable
{
    public const string Mark = "X-Mark: ";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<int, int> _had = new();

    public MarkingSink()
    {
        _listener.Start(512);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often it has had each, by its mark.</summary>
    public IReadOnlyDictionary<int, int> Had => _had;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        client.NoDelay = true;
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n" };
        try
        {
            await writer.WriteLineAsync("220 sink.test");
            await writer.FlushAsync();
            while (await reader.ReadLineAsync() is { } line)
                await AnswerAsync(line, reader, writer);
        }
        catch (IOException)
        {
            // The gateway was killed.
        }
    }

    private async Task AnswerAsync(string line, StreamReader reader, StreamWriter writer)
    {
        if (line == "DATA")
        {
            await writer.WriteLineAsync("354 go");
            await writer.FlushAsync();
            await TakeAsync(reader);
        }
        await writer.WriteLineAsync(line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-sink.test\r\n250 PIPELINING" : "250 ok");
        await writer.FlushAsync();
    }

    // Half a message is none.
    private async Task TakeAsync(StreamReader reader)
    {
        int? mark = null;
        for (string? line; (line = await reader.ReadLineAsync()) != ".";)
        {
            if (line is null)
                throw new IOException("broken off");
            if (line.StartsWith(Mark, StringComparison.Ordinal))
                mark = int.Parse(line.AsSpan(Mark.Length), CultureInfo.InvariantCulture);
        }
        if (mark is { } had)
            _had.AddOrUpdate(had, 1, (_, times) => times + 1);
    }
}
