namespace SmtpSim.Control;

/// <summary>What one control interface holds; far above what tests need, far below what a machine has.</summary>
internal static class Limits
{
    public const int Servers = 1_000;

    /// <summary>A script of this many octets has more lines than anybody reads.</summary>
    public const int RequestOctets = 4 << 20;

    /// <summary>A request that waits longer belongs to a test that has ended.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    /// <summary>Requests that wait, and event streams, are cut off when the interface ends.</summary>
    public static readonly TimeSpan Shutdown = TimeSpan.FromMilliseconds(200);

    /// <summary>How often an event stream looks: what happens meanwhile comes together.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    /// <summary>Proof for whoever watches a quiet stream that it is still there.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
}
