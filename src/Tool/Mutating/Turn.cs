using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>A write, and the codes of the replies that came before the next.</summary>
public sealed record Turn(Octets Write, List<int> Codes);
