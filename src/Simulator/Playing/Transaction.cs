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
    // Which of the server's replies is the first to its content.
    private long _reply;
    // What the first one behind its end was, where that is none of them.
    private bool? _early;

    /// <summary>What was said behind MAIL, null where nobody said it.</summary>
    public string? From { get; init; }

    public OctetBuffer Content { get; } = new();

    /// <summary>Null where it was refused.</summary>
    public Envelope? Envelope => _isAccepted && From is not null ? new Envelope(From, [.. _recipients.OfType<string>()]) : null;

    /// <returns>Which one it is.</returns>
    public int Address(string recipient)
    {
        _recipients.Add(recipient);
        return _recipients.Count - 1;
    }

    public void Refuse(int recipient) => _recipients[recipient] = null;

    public void End(long reply, bool isLmtp) => (_reply, _isLmtp) = (reply, isLmtp);

    /// <summary>A reply behind its end; true with the last that is its own.</summary>
    public bool Hear(long number, bool isAccepted)
    {
        if (number < _reply)
            _early ??= isAccepted;
        return number >= _reply && Answer(isAccepted);
    }

    /// <summary>No more is to come for it.</summary>
    public void Settle() => _isAccepted |= _answered == 0 && _early == true;

    // In LMTP each recipient that was taken has its own (RFC 2033 4.2).
    private bool Answer(bool isAccepted)
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
