using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>A mail transaction (RFC 5321 3.3), as far as the server has accepted it.</summary>
internal sealed class Transaction
{
    /// <summary>What was said behind MAIL, null where none was accepted.</summary>
    public string? From { get; init; }

    public List<string> Recipients { get; } = [];

    public OctetBuffer Content { get; } = new();

    /// <summary>Null where no sender was accepted.</summary>
    public Envelope? Envelope => From is null ? null : new Envelope(From, [.. Recipients]);
}
