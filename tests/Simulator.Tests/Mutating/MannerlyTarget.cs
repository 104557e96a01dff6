using System.Net;
using System.Net.Sockets;
using SmtpSim.Messages;

namespace SmtpSim.Tests.Mutating;

/// <summary>A small server that shares no code with what judges it.</summary>
internal sealed class MannerlyTarget : IAsyncDisposable
{
    private readonly List<Task> _lives = [];
    private readonly Manners _manners;
    private readonly MannerlyMail _mail;
    private TcpListener _listener = new(IPAddress.Loopback, 0);

    public MannerlyTarget(Manners manners)
    {
        (_manners, _mail) = (manners, new MannerlyMail(manners, NextHop));
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _lives.Add(Task.Run(() => ListenAsync(_listener)));
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>What it has passed on.</summary>
    public MailStore NextHop { get; } = new(TimeProvider.System);

    /// <summary>It listens again.</summary>
    public Task ReviveAsync()
    {
        _listener.Dispose();
        _listener = new TcpListener(EndPoint);
        _listener.Start();
        _lives.Add(Task.Run(() => ListenAsync(_listener)));
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await Task.WhenAll(_lives);
    }

    private async Task ListenAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptTcpClientAsync(), listener);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It does not listen any more.
        }
    }

    private async Task ServeAsync(TcpClient client, TcpListener listener)
    {
        client.NoDelay = true;
        var lines = new MannerlyLines(client.GetStream(), _manners, listener.Dispose);
        try
        {
            await new MannerlySession(lines, _manners, _mail).RunAsync();
        }
        catch (Exception over) when (over is SessionOverException or IOException)
        {
            // Whoever comes next is served.
        }
        client.Dispose();
        if (_manners.EndsBehind is { } fatal && lines.Heard.Contains(fatal))
        {
            // Others come meanwhile.
            await Task.Delay(_manners.EndWaits);
            listener.Dispose();
        }
    }
}
