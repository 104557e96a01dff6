using System.Net;
using System.Net.Sockets;

namespace SmtpSim.Tests.Mutating;

/// <summary>Says 250 to everything, and stops listening a while behind a session in which a line was too long for it.</summary>
internal sealed class DoomedTarget : IAsyncDisposable
{
    public const int LongestLine = 20;

    private static readonly TimeSpan While = TimeSpan.FromMilliseconds(10);

    private readonly List<Task> _lives = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);

    public DoomedTarget()
    {
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _lives.Add(Task.Run(() => ServeAsync(_listener)));
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>It listens again.</summary>
    public Task ReviveAsync()
    {
        _listener.Dispose();
        _listener = new TcpListener(EndPoint);
        _listener.Start();
        _lives.Add(Task.Run(() => ServeAsync(_listener)));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await Task.WhenAll(_lives);
    }

    private static async Task ServeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                // A crash behind the session, not in it.
                if (await IsTooMuchAsync(client))
                    _ = Task.Delay(While).ContinueWith(_ => listener.Dispose(), TaskScheduler.Default);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It does not listen any more.
        }
    }

    private static async Task<bool> IsTooMuchAsync(TcpClient client)
    {
        try
        {
            using var lines = new StreamReader(client.GetStream(), System.Text.Encoding.Latin1);
            await using var replies = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
            await replies.WriteLineAsync("220 hi");
            var isTooMuch = false;
            while (await lines.ReadLineAsync() is { } line)
            {
                isTooMuch |= line.Length > LongestLine;
                await replies.WriteLineAsync("250 ok");
            }
            return isTooMuch;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
