using System.Runtime.InteropServices;

namespace SmtpSim.Conformance;

/// <summary>Signals to other processes. .NET has no call for them; its own kill is SIGKILL.</summary>
internal static class UnixSignal
{
    // POSIX leaves the numbers open; Linux and macOS agree on these.
    public const int Hangup = 1;
    public const int Terminate = 15;

    /// <summary>False where there is no such process any more.</summary>
    public static bool Send(int process, int signal) => Kill(process, signal) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
