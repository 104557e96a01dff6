using SmtpSim.Dialogue;

namespace SmtpSim.Recording;

/// <summary>
/// The replies that a recorded server owes, in order: one a command, and one a message; in LMTP one for each recipient of the
/// message that was taken (RFC 2033 4.2).
/// </summary>
internal sealed class OwedReplies
{
    // No command has a blank in its verb.
    private const string End = "the end";

    private readonly Queue<string> _to = new();
    private bool _isLmtp;
    // Of the transaction: how many were taken, and how many have heard of the message.
    private int _recipients;
    private int _heard;

    public bool IsEmpty => _to.Count == 0;

    public void Owe(string command) =>
        _to.Enqueue(ClientCommand.Chunk(command) is (_, true) ? End : ClientCommand.VerbOf(command));

    /// <summary>A message has ended.</summary>
    public void OweEnd() => _to.Enqueue(End);

    /// <summary>None will come any more.</summary>
    public void Clear()
    {
        _to.Clear();
        _heard = 0;
    }

    /// <param name="isCut">What was said last has not come to its end: it may have one reply and no other.</param>
    public void Hear(string reply, bool isCut)
    {
        if (!_to.TryPeek(out var command))
            return;
        var isOnlyOne = isCut && _to.Count == 1;
        if (command == End && _isLmtp && !isOnlyOne && ++_heard < _recipients)
            return;
        _to.Dequeue();
        _heard = 0;
        if (reply.StartsWith('2') || command == End)
            Take(command);
    }

    private void Take(string command)
    {
        if (command is "LHLO" or "EHLO" or "HELO")
            _isLmtp = command == "LHLO";
        _recipients = command switch
        {
            "RCPT" => _recipients + 1,
            End or "MAIL" or "RSET" or "LHLO" or "EHLO" or "HELO" => 0,
            _ => _recipients,
        };
    }
}
