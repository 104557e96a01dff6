using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>A write, and the codes of the replies that came before the next.</summary>
public sealed record Turn(Octets Write, List<int> Codes)
{
    /// <summary>Those of replies that another server need not give: nothing was owed.</summary>
    public List<int> Excused { get; init; } = [];

    /// <summary>Not a write: the client ended its direction.</summary>
    public bool IsEnd { get; init; }
}
