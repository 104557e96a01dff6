using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Tests;

/// <summary>A real HAProxy before a server, on a port of loopback.</summary>
internal sealed class Haproxy : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private Haproxy(Process process, IPEndPoint endPoint, DirectoryInfo folder) =>
        (_process, EndPoint, _folder) = (process, endPoint, folder);

    public IPEndPoint EndPoint { get; }

    /// <param name="terms">How it speaks to the server: <c>send-proxy-v2</c>.</param>
    public static async Task<Haproxy> StartAsync(IPAddress address, IPEndPoint server, string terms)
    {
        for (var tries = 1; ; tries++)
        {
            var at = new IPEndPoint(address, FreePort.Tcp(address));
            var folder = Directory.CreateTempSubdirectory("haproxy-");
            var config = Path.Combine(folder.FullName, "haproxy.cfg");
            await File.WriteAllTextAsync(config, $"""
                global
                  stats socket {Statistics(folder)}
                defaults
                  mode tcp
                  timeout connect 10s
                  timeout check 10s
                  timeout client 60s
                  timeout server 60s
                listen smtp
                  bind {at}
                  option smtpchk EHLO haproxy.example
                  server gate {server} {terms} check inter 50ms

                """);
            var proxy = new Haproxy(Process.Start(PeerTheoryAttribute.Find("haproxy")!, ["-db", "-f", config]), at, folder);
            if (await Listening.BeginsAsync(proxy._process, at, Patience, () => File.Exists(Statistics(folder))))
                return proxy;
            proxy.Dispose();
            if (tries == 5)
                throw new InvalidOperationException("HAProxy does not start");
        }
    }

    /// <summary>What its own check of the server came to, as soon as there was one: <c>L7OK</c>.</summary>
    public async Task<string> CheckedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Statistics(_folder)), limit.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync("show stat\n"u8.ToArray(), limit.Token);
            using var reader = new StreamReader(stream);
            var table = (await reader.ReadToEndAsync(limit.Token)).Split('\n').Select(l => l.Split(',')).ToList();
            var column = Array.IndexOf(table[0], "check_status");
            var status = table.First(row => row is ["smtp", "gate", ..])[column];
            // INI: none yet; with an asterisk in front one is under way.
            if (status is not ("INI" or "" or ['*', ..]))
                return status;
            // Its socket answers and does not tell by itself.
            await Task.Delay(10, limit.Token);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Statistics(DirectoryInfo folder) => Path.Combine(folder.FullName, "statistics");
}
