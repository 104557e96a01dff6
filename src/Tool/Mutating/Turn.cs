using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>A write, and the codes of the replies that came before the next.</summary>
public sealed record Turn(Octets Write, List<int> Codes)
{
    /// <summary>Not a write: the client ended its direction.</summary>
    public bool IsEnd { get; init; }
}
