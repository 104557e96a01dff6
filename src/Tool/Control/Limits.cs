namespace SmtpSim.Control;

/// <summary>What one control interface holds; far above what tests need, far below what a machine has.</summary>
internal static class Limits
{
    public const int Servers = 1_000;

    /// <summary>A script of this many octets has more lines than anybody reads.</summary>
    public const int RequestOctets = 4 << 20;

    /// <summary>A message longer than this is shown without its content; <c>/raw</c> gives it.</summary>
    public const int ShownOctets = 1 << 20;

    /// <summary>So many large answers at a time: what was said on a server is 64 MiB, and several times that in JSON.</summary>
    public const int Readers = 4;

    /// <summary>How long one of them may take, and how long is waited for a place.</summary>
    public static readonly TimeSpan Reading = TimeSpan.FromSeconds(30);

    /// <summary>A request that waits longer belongs to a test that has ended.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    /// <summary>Requests that wait, and event streams, are cut off when the interface ends.</summary>
    public static readonly TimeSpan Shutdown = TimeSpan.FromMilliseconds(200);

    /// <summary>How often an event stream looks: what happens meanwhile comes together.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    /// <summary>Proof for whoever watches a quiet stream that it is still there.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
}
