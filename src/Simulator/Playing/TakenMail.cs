using System.Text;
using SmtpSim.Dialogue;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>
/// The mail that a script with lines in order takes on one connection: what the client said, as far as the script has heard it,
/// up to the reply that accepts it (2yz). Its recipients are those that were not refused.
/// </summary>
internal sealed class TakenMail
{
    private readonly MailStore _store;
    private readonly SessionLog _log;
    private readonly ClientSpeech<bool> _client;
    private readonly CutLines _replies = new();
    private readonly Queue<(Transaction Of, int Recipient, long Reply)> _unanswered = [];
    // Come to their ends; what is pipelined behind one begins the next.
    private readonly Queue<Transaction> _ended = [];
    private Transaction _open = new();
    private long _replied;
    private bool _isLmtp;

    public TakenMail(MailStore store, SessionLog log)
    {
        (_store, _log) = (store, log);
        _client = new ClientSpeech<bool>(isCut: false, command: Note, content: Keep);
    }

    // The number of the last reply that is owed by now.
    private long LastOwed => _replied + _client.Due;

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
            if (line is not [_, _, _, '-', ..] && !_client.IsGreeting(line))
                HearReply(line);
            _client.Hear(line);
        }
    }

    private void HearReply(string reply)
    {
        _replied++;
        var isRefusal = reply is ['4' or '5', ..];
        while (_unanswered.TryPeek(out var first) && first.Reply <= _replied)
        {
            if (isRefusal && first.Reply == _replied)
                first.Of.Refuse(first.Recipient);
            _unanswered.Dequeue();
        }
        if (_ended.TryPeek(out var ended) && ended.Hear(_replied, isAccepted: reply.StartsWith('2')))
            Store(_ended.Dequeue());
    }

    private void Store(Transaction ended)
    {
        if (ended.Envelope is { } envelope)
            _store.Add(envelope, ended.Content, _log.Now);
    }

    /// <summary>
    /// The script is at its end: where it had no reply for something before, what it said behind the content was for that.
    /// </summary>
    public void End()
    {
        foreach (var ended in _ended)
            ended.Settle();
        while (_ended.TryDequeue(out var ended))
            Store(ended);
    }

    private void Note(string command)
    {
        var verb = ClientCommand.VerbOf(command);
        var argument = OctetText.Of(Encoding.Latin1.GetBytes(command.Trim()[verb.Length..].Trim()));
        if (verb is "EHLO" or "HELO" or "LHLO")
            _isLmtp = verb == "LHLO";
        if (verb is "MAIL" or "RSET" or "EHLO" or "HELO" or "LHLO")
            _open = new Transaction { From = verb == "MAIL" ? argument : null };
        else if (verb == "RCPT")
            _unanswered.Enqueue((_open, _open.Address(argument), LastOwed + 1));
    }

    private void Keep(ReadOnlySpan<char> text, bool ends)
    {
        Span<byte> octets = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        Encoding.Latin1.GetBytes(text, octets);
        _open.Content.Append(octets);
        if (!ends)
            return;
        _open.End(LastOwed, _isLmtp);
        _ended.Enqueue(_open);
        _open = new Transaction();
    }
}
