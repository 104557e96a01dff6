namespace SmtpSim.Messages;

/// <summary>The end of a message in LMTP: each recipient that was taken has a reply of its own (RFC 2033 4.2).</summary>
internal sealed class LmtpEnd(Transaction of)
{
    private readonly List<string> _accepted = [];
    private int _answered;

    public Transaction Of => of;

    /// <summary>Those that the message was accepted for, so far.</summary>
    public IReadOnlyList<string> Accepted => _accepted;

    /// <returns>True with the last of them.</returns>
    public bool Hear(bool isAccepted)
    {
        var recipient = of.Recipients[_answered++];
        if (isAccepted)
            _accepted.Add(recipient);
        return _answered == of.Recipients.Count;
    }
}
