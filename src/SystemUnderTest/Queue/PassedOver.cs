using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>
/// What the better hosts of a domain have said of recipients whom the next best is asked to take (RFC 5321 5.1): it counts where
/// that one is not there.
/// </summary>
internal sealed class PassedOver
{
    private readonly Dictionary<int, Word> _words = [];

    public bool HasAny => _words.Count > 0;

    /// <summary>False where it stays with this host's word.</summary>
    public bool Take(Word word)
    {
        var mayPass = MayPass(word.Answer);
        if (mayPass)
            _words[word.Recipient] = word;
        return mayPass;
    }

    public bool HoldsAny(IEnumerable<int> recipients) => recipients.Any(_words.ContainsKey);

    /// <summary>The better host's, or what stands in the way.</summary>
    public Word Of(int recipient, Obstacle obstacle) =>
        _words.GetValueOrDefault(recipient, new Word(recipient, obstacle.Answer, obstacle.By, obstacle.IsFinal));

    public void Clear() => _words.Clear();

    // Not what is the message's fault, nor what is done.
    private static bool MayPass(Answer answer) => !answer.IsOwn && answer.Reply is null or { Code: >= 400 and < 500 };
}
