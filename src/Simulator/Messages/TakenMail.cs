using System.Text;
using SmtpSim.Dialogue;
using SmtpSim.Wire;

namespace SmtpSim.Messages;

/// <summary>
/// The mail that a script with lines in order takes on one connection: what the client said, as far as the script has heard it,
/// and what the replies made of it. Each reply is that to the first command that has none; 354 shows which one is DATA's.
/// </summary>
internal sealed class TakenMail
{
    private readonly MailStore _store;
    private readonly SessionLog _log;
    private readonly ClientSpeech<bool> _client;
    private readonly CutLines _replies = new();
    // By the number of its reply. What a reply does is told it; true with the last.
    private readonly Queue<(long Reply, Func<string, bool> Hear)> _undecided = [];
    private Transaction _open = new();
    // What is being said of a message or a chunk.
    private OctetBuffer _content = new();
    private bool _isChunk;
    private LmtpEnd? _lmtp;
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
            if (line is [_, _, _, '-', ..] || _client.IsGreeting(line) || HearReply(line))
                _client.Hear(line);
        }
    }

    /// <summary>The script is at its end: in LMTP, recipients without a reply are none.</summary>
    public void End()
    {
        if (_lmtp is not null)
            EndLmtp();
    }

    private void EndLmtp()
    {
        if (_lmtp is { Accepted.Count: > 0 } ended)
            Store(ended.Of, ended.Accepted);
        (_lmtp, _open) = (null, new Transaction());
    }

    // False where it was one of several that count as one.
    private bool HearReply(string reply)
    {
        _replied++;
        // Nothing but DATA has it: what stands before has had its own, or has none.
        var decided = reply.StartsWith("354", StringComparison.Ordinal) ? _undecided.Count : 0;
        while (decided-- > 0)
        {
            if (!_undecided.Dequeue().Hear(reply))
                EndLmtp();
        }
        if (!_undecided.TryPeek(out var first) || first.Reply > _replied)
            return true;
        if (first.Hear(reply))
            return _undecided.TryDequeue(out _);
        _replied--;
        return false;
    }

    private void Await(long reply, Action<bool> hear) => _undecided.Enqueue((reply, said => Decide(said, hear)));

    private static bool Decide(string reply, Action<bool> hear)
    {
        hear(reply is not ['4' or '5', ..]);
        return true;
    }

    private void Note(string command)
    {
        var verb = ClientCommand.VerbOf(command);
        var argument = OctetText.Of(Encoding.Latin1.GetBytes(command.Trim()[verb.Length..].Trim()));
        if (verb is "MAIL" or "RSET" or "EHLO" or "HELO" or "LHLO" or "STARTTLS")
            Await(LastOwed + 1, isTaken => Begin(isTaken, verb, argument));
        else if (verb == "RCPT")
            Await(LastOwed + 1, isTaken => Address(isTaken, argument));
        else if (ClientCommand.Chunk(command) is var (size, isLast))
            AwaitChunk(size, isLast);
        else if (verb == "DATA")
            (_content, _isChunk) = (new OctetBuffer(), false);
    }

    // What is refused changes nothing (RFC 5321 4.1.4).
    private void Begin(bool isTaken, string verb, string argument)
    {
        if (!isTaken)
            return;
        _open = new Transaction { From = verb == "MAIL" ? argument : null };
        if (verb is "EHLO" or "HELO" or "LHLO")
            _isLmtp = verb == "LHLO";
    }

    private void Address(bool isTaken, string argument)
    {
        if (isTaken)
            _open.Recipients.Add(argument);
    }

    // RFC 3030 2: a chunk that is refused is no part of the message.
    private void AwaitChunk(int size, bool isLast)
    {
        var chunk = _content = new OctetBuffer();
        _isChunk = true;
        if (isLast)
            _undecided.Enqueue((LastOwed + 1, reply => HearEnd(reply, chunk, size)));
        else
            Await(LastOwed + 1, isTaken => Append(isTaken && chunk.Length == size, chunk));
    }

    private void Append(bool isTaken, OctetBuffer chunk)
    {
        if (isTaken)
            Append(chunk);
    }

    // What is kept does not grow any more.
    private void Append(OctetBuffer content)
    {
        _open.Append(content);
        if (ReferenceEquals(_content, content))
            _content = new OctetBuffer();
    }

    private void Keep(ReadOnlySpan<char> text, bool ends)
    {
        Span<byte> octets = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        Encoding.Latin1.GetBytes(text, octets);
        _content.Append(octets);
        if (!ends || _isChunk)
            return;
        var message = _content;
        _content = new OctetBuffer();
        _undecided.Enqueue((LastOwed, reply => HearEnd(reply, message, message.Length)));
    }

    // True with the last reply: in LMTP each recipient that was taken has its own (RFC 2033 4.2).
    private bool HearEnd(string reply, OctetBuffer content, int size)
    {
        // 221 is QUIT's alone.
        var isAccepted = reply.StartsWith('2') && !reply.StartsWith("221", StringComparison.Ordinal) && content.Length == size;
        if (_lmtp is null)
            Append(content);
        if (_isLmtp && _open.Recipients.Count > 0)
        {
            _lmtp ??= new LmtpEnd(_open);
            if (!_lmtp.Hear(isAccepted))
                return false;
        }
        else if (isAccepted)
        {
            Store(_open, _open.Recipients);
        }
        EndLmtp();
        return true;
    }

    private void Store(Transaction ended, IReadOnlyList<string> recipients)
    {
        if (ended.Envelope is { } envelope)
            _store.Add(envelope with { Recipients = [.. recipients] }, ended.Content, _log.Now);
    }
}
