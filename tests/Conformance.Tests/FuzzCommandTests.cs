using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Tests;

/// <summary>A server that dies of an octet is found out, started again, and its death made small.</summary>
[Trait("Rows", "SM-13")]
public sealed class FuzzCommandTests : IDisposable
{
    // One client after another; an octet above 127 ends it.
    private const string Server = """
        import os, socket, sys
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        while True:
            client, _ = listener.accept()
            try:
                client.sendall(b"220 fragile\r\n")
                heard, line = b"", b""
                while line != b"QUIT":
                    more = client.recv(4096)
                    if not more:
                        break
                    if max(more) > 127:
                        os._exit(1)
                    heard += more
                    while b"\r\n" in heard and line != b"QUIT":
                        line, _, heard = heard.partition(b"\r\n")
                        client.sendall(b"221 bye\r\n" if line == b"QUIT" else b"250 ok\r\n")
            except OSError:
                pass
            client.close()
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtpsim-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PeerTheory("python3")]
    [InlineData(150)]
    public async Task A_crash_is_made_small_where_the_target_can_be_started_again(int mutants)
    {
        var (server, script) = (Path.Combine(_folder.FullName, "server.py"), Path.Combine(_folder.FullName, "valid.smtp"));
        await File.WriteAllTextAsync(server, Server);
        await File.WriteAllTextAsync(
            script, "S: 220\n" + string.Concat(Enumerable.Repeat("C: NOOP\nS: 250\n", 10)) + "C: QUIT\nS: 221\n");
        var port = FreePort();
        var said = await SayAsync(
            "fuzz", script, "--to", $"127.0.0.1:{port}", "--start", $"exec python3 '{server}' {port}", "--seed", "1",
            "--count", $"{mutants}", "--into", _folder.FullName, "--within", "2s");
        Assert.Contains($"{mutants} mutants", said, StringComparison.Ordinal);
        var crash = Assert.Single(_folder.GetFiles("crash-*.smtp"));
        var lines = (await File.ReadAllLinesAsync(crash.FullName)).Where(l => l.StartsWith("C>", StringComparison.Ordinal));
        // Of ten lines one is enough.
        Assert.Single(lines);
        Assert.Throws<SocketException>(() => new TcpClient("127.0.0.1", port));
    }

    [Theory]
    [InlineData("exit 7", "--start: 'exit 7' has ended with 7, and takes no connections at 127.0.0.1:")]
    [InlineData("sleep 60", "--start: somebody else takes connections at 127.0.0.1:")]
    public async Task A_target_that_does_not_start_is_told(string command, string told)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        if (command.StartsWith("exit", StringComparison.Ordinal))
            other.Stop();
        var script = Path.Combine(_folder.FullName, "valid.smtp");
        await File.WriteAllTextAsync(script, "S: 220\nC: QUIT\nS: 221\n");
        var said = await SayAsync("fuzz", script, "--to", $"127.0.0.1:{taken}", "--start", command);
        Assert.Contains(told, said, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static async Task<string> SayAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(RunningServer.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var said = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return said + await errors;
    }
}
