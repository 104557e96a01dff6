using SmtpSim.Wire;

namespace SmtpSim.Messages;

/// <summary>A mail transaction (RFC 5321 3.3), as far as the server has accepted it.</summary>
internal sealed class Transaction
{
    /// <summary>What was said behind MAIL, null where none was accepted.</summary>
    public string? From { get; init; }

    public List<string> Recipients { get; } = [];

    public OctetBuffer Content { get; private set; } = new();

    /// <summary>What comes next of it; a message that is all is not copied.</summary>
    public void Append(OctetBuffer content)
    {
        if (Content.Length == 0)
            Content = content;
        else
            Content.Append(content.Span);
    }

    /// <summary>Null where no sender was accepted.</summary>
    public Envelope? Envelope => From is null ? null : new Envelope(From, [.. Recipients]);
}
