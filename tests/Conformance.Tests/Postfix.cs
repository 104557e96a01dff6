using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Tests;

/// <summary>A real Postfix with a queue of its own, for d.example and s.example; root has to start it.</summary>
internal sealed class Postfix : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private Postfix(Process process, int port, DirectoryInfo folder) => (_process, Port, _folder) = (process, port, folder);

    public int Port { get; }

    /// <param name="onward">The port to which it passes on what it takes.</param>
    public static async Task<Postfix> StartAsync(int onward)
    {
        for (var tries = 1; ; tries++)
        {
            var port = FreePort.Tcp(IPAddress.Loopback);
            var folder = Directory.CreateTempSubdirectory("postfix-");
            var script = Path.Combine(Repository.Folder("tests"), "Conformance.Tests", "postfix.sh");
            var process = Process.Start("/bin/sh", [script, folder.FullName, Text(port), Text(onward)]);
            var postfix = new Postfix(process, port, folder);
            if (await postfix.ListensAsync())
                return postfix;
            var said = string.Join('\n', folder.EnumerateFiles("*.log").Select(f => File.ReadAllText(f.FullName)));
            postfix.Dispose();
            if (tries == 3)
                throw new InvalidOperationException($"Postfix does not start (does root run this?): {said}");
        }
    }

    public void Dispose()
    {
        // Its master ends with all that it has started.
        using var stop = Process.Start(
            PeerTheoryAttribute.Find("postfix")!, ["-c", Path.Combine(_folder.FullName, "etc"), "stop"]);
        stop.WaitForExit();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> ListensAsync()
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience && !_process.HasExited;)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port));
                return true;
            }
            catch (SocketException)
            {
                // Looked at again below.
            }
            // It is not there yet, and nothing tells when.
            await Task.Delay(10);
        }
        return false;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
