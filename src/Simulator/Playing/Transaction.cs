using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>A mail transaction (RFC 5321 3.3), from MAIL to what is said about its content.</summary>
internal sealed class Transaction
{
    // Null where one was refused.
    private readonly List<string?> _recipients = [];
    private bool _isLmtp;
    private bool _isAccepted;
    private int _answered;

    /// <summary>What was said behind MAIL, null where nobody said it.</summary>
    public string? From { get; init; }

    public OctetBuffer Content { get; } = new();

    /// <summary>Which of the server's replies is the first to its content.</summary>
    public long Reply { get; private set; }

    /// <summary>Null where it was refused.</summary>
    public Envelope? Envelope => _isAccepted && From is not null ? new Envelope(From, [.. _recipients.OfType<string>()]) : null;

    /// <returns>Which one it is.</returns>
    public int Address(string recipient)
    {
        _recipients.Add(recipient);
        return _recipients.Count - 1;
    }

    public void Refuse(int recipient) => _recipients[recipient] = null;

    public void End(long reply, bool isLmtp) => (Reply, _isLmtp) = (reply, isLmtp);

    /// <summary>True with the last reply: in LMTP each recipient that was taken has its own (RFC 2033 4.2).</summary>
    public bool Answer(bool isAccepted)
    {
        _isAccepted |= isAccepted;
        if (!_isLmtp || _recipients.Count == 0)
            return true;
        _answered = Taken(_answered);
        if (!isAccepted && _answered < _recipients.Count)
            _recipients[_answered] = null;
        return Taken(++_answered) >= _recipients.Count;
    }

    private int Taken(int from)
    {
        while (from < _recipients.Count && _recipients[from] is null)
            from++;
        return from;
    }
}
