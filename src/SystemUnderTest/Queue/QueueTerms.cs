using SmtpGate.Spool;

namespace SmtpGate.Queue;

/// <summary>What a queue goes by; changed as a whole.</summary>
/// <param name="Server">The virtual server whose queue it is.</param>
/// <param name="Room">How much is kept.</param>
public sealed record QueueTerms(string Server, QueueOptions Options, RouteTable Routes, SpoolTerms Room, NameService Names)
{
    /// <param name="ports">Where the gateway listens: mail that would come there comes back.</param>
    public QueueTerms At(IReadOnlyList<int> ports) => this with { Names = Names with { Ports = ports } };
}
