using System.Runtime.InteropServices;

namespace SmtpSim.Conformance;

/// <summary>Signals to other processes. .NET has no call for them; its own kill is SIGKILL.</summary>
internal static class UnixSignal
{
    public const int Terminate = 15;

    /// <summary>SIGUSR1: unlike SIGHUP nobody ignores it on behalf of the processes that are started below.</summary>
    public static int User1 => OperatingSystem.IsMacOS() ? 30 : 10;

    /// <summary>False where there is no such process any more.</summary>
    public static bool Send(int process, int signal) => Kill(process, signal) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
