using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Conformance.Tests;

/// <summary>A real Postfix with a queue of its own, for d.example and s.example; only root may start it.</summary>
internal sealed class Postfix : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string Script = Path.Combine(Repository.Folder("tests"), "Conformance.Tests", "postfix.sh");

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
            var postfix = new Postfix(Run("start", folder.FullName, Text(port), Text(onward)), port, folder);
            if (await Listening.BeginsAsync(postfix._process, new IPEndPoint(IPAddress.Loopback, port), Patience))
                return postfix;
            var said = string.Join('\n', folder.EnumerateFiles("*.log").Select(f => File.ReadAllText(f.FullName)));
            postfix.Dispose();
            if (tries == 3)
                throw new InvalidOperationException($"Postfix does not start; may this user start it, or say sudo? {said}");
        }
    }

    public void Dispose()
    {
        // Its master ends with all that it has started; what it wrote is another user's.
        using var stop = Run("stop", _folder.FullName);
        stop.WaitForExit();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Run(params string[] words) => Environment.IsPrivilegedProcess
        ? Process.Start("/bin/sh", [Script, .. words])
        : Process.Start("sudo", ["-n", "/bin/sh", Script, .. words]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
