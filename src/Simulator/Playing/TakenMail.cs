using System.Text;
using SmtpSim.Dialogue;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>
/// The mail that a script with lines in order takes on one connection: what the client said, as far as the script has heard it,
/// up to a reply that accepts it (2yz). Its recipients are those that it has not refused.
/// </summary>
internal sealed class TakenMail
{
    private readonly MailStore _store;
    private readonly SessionLog _log;
    private readonly ClientSpeech<bool> _client;
    private readonly CutLines _replies = new();
    // Null where one was refused.
    private readonly List<string?> _recipients = [];
    private readonly Queue<(int Recipient, long Reply)> _unanswered = [];
    private OctetBuffer _content = new();
    private string? _from;
    private bool _hasEnded;
    private long _replied;

    public TakenMail(MailStore store, SessionLog log)
    {
        (_store, _log) = (store, log);
        _client = new ClientSpeech<bool>(isCut: false, command: Note, content: Keep);
    }

    public void Hear(ReadOnlySpan<byte> taken)
    {
        foreach (var octet in taken)
            _client.Say((char)octet, false);
    }

    /// <summary>Called before it goes out, so that whoever hears it may count at once.</summary>
    public void Say(ReadOnlySpan<byte> said)
    {
        foreach (var line in _replies.Whole(said))
        {
            if (line is not [_, _, _, '-', ..])
                HearReply(line);
            _client.Hear(line);
        }
    }

    private void HearReply(string reply)
    {
        if (!_client.IsGreeting(reply))
            Answer(reply);
        if (_hasEnded)
            Decide(reply);
    }

    private void Answer(string reply)
    {
        _replied++;
        while (_unanswered.TryPeek(out var first) && first.Reply <= _replied)
        {
            if (first.Reply == _replied && reply is ['4' or '5', ..])
                _recipients[first.Recipient] = null;
            _unanswered.Dequeue();
        }
    }

    private void Decide(string reply)
    {
        if (reply.StartsWith('2') && _from is not null)
            _store.Add(new Envelope(_from, [.. _recipients.OfType<string>()]), _content, _log.Now);
        Forget();
    }

    private void Note(string command)
    {
        var verb = ClientCommand.VerbOf(command);
        var argument = command.Trim()[verb.Length..].Trim();
        if (verb is "MAIL" or "RSET" or "EHLO" or "HELO" or "LHLO")
            Forget();
        if (verb == "MAIL")
            _from = argument;
        else if (verb == "RCPT")
            Address(argument);
    }

    private void Address(string recipient)
    {
        _unanswered.Enqueue((_recipients.Count, _replied + _client.Due + 1));
        _recipients.Add(recipient);
    }

    private void Keep(ReadOnlySpan<char> text, bool ends)
    {
        Span<byte> octets = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        Encoding.Latin1.GetBytes(text, octets);
        _content.Append(octets);
        _hasEnded |= ends;
    }

    // The content that was kept is the store's.
    private void Forget()
    {
        (_from, _hasEnded, _content) = (null, false, new OctetBuffer());
        _recipients.Clear();
        _unanswered.Clear();
    }
}
