using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>A reply of the sane server, made once and said many times.</summary>
public sealed class ServedReply(params IReadOnlyList<string> lines)
{
    public IReadOnlyList<string> Lines { get; } = lines;

    /// <summary>All lines with their CRLF.</summary>
    public Octets Octets { get; } = Octets.Join(lines.Select(Octets.OfLine));

    /// <summary>The first digit.</summary>
    public char Class => Lines[0][0];
}

/// <summary>What the sane server says to a command.</summary>
/// <param name="After">What holds once the command is accepted, by whatever says so.</param>
public readonly record struct DefaultAnswer(ServedReply Reply, ServedState After);
