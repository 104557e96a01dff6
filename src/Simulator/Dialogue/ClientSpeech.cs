using System.Text;

namespace SmtpSim.Dialogue;

/// <summary>
/// What a client's octets are: commands, the answer to a challenge, a message, a chunk. What is pipelined behind AUTH or DATA is
/// known once that has its reply, and held until then.
/// </summary>
/// <typeparam name="TPlace">Where an octet stands.</typeparam>
/// <param name="isCut">The beginning is lost, where an exchange may have begun.</param>
/// <param name="secret">Told where one stands; nowhere, where an answer of no octets is one.</param>
/// <param name="command">Told of each command, in order.</param>
/// <param name="content">Told of what a message or a chunk is made of, without stuffing, and of the message's end.</param>
internal sealed class ClientSpeech<TPlace>(
    bool isCut, Action<IReadOnlyList<TPlace>>? secret = null, Action<string>? command = null, ContentHandler? content = null)
{
    private readonly HeldOctets<TPlace> _held = new();
    private readonly AwaitedReply _awaited = new();
    private readonly ClientContent _content = new(content);
    private readonly StringBuilder _line = new();
    private readonly List<TPlace> _places = [];
    private bool _isGreeted = isCut;
    // The next lines that are answers, whatever they look like.
    private int _answers = isCut ? 1 : 0;
    private bool _isCut = isCut;
    // What is no command may be an answer, until a command is said.
    private bool _isSuspect;
    private bool _isSecret;

    /// <summary>How many replies are to come.</summary>
    public int Due => _awaited.Due;

    public void Say(char octet, TPlace place)
    {
        _held.Hold(octet, place);
        Go();
    }

    /// <summary>One line of the server's, without its end.</summary>
    public void Hear(string reply)
    {
        if (reply.Length > 3 && reply[3] == '-')
            return;
        var code = reply.Length < 3 ? reply : reply[..3];
        if (!IsGreeting(reply))
            HearFor(code);
        (_isGreeted, _isCut) = (true, false);
    }

    /// <summary>Whether a reply is none: the first that is heard, unless what it says can only answer something.</summary>
    public bool IsGreeting(string reply) =>
        !_isGreeted && (reply.StartsWith("220", StringComparison.Ordinal) || reply is not ['2' or '3', ..]);

    /// <summary>No reply will come: what is left is taken for what it looks like.</summary>
    public void End()
    {
        while (_awaited.To is not null)
            Close();
        if (_line.Length > 0)
            EndLine();
    }

    private void HearFor(string code)
    {
        var isRefusal = code is ['4' or '5', ..];
        var isNext = _awaited.IsNext();
        _content.HearReply(isRefusal, _awaited.Due == 0);
        Hear(code, isNext, isRefusal);
        // What was held until now was said before that, too.
        _content.HearReply(isRefusal, _awaited.Due == 0);
        if (code == "220")
            BeginAnew();
    }

    // Nothing but STARTTLS has such a reply (RFC 3207 4): what stood in front of it was said without TLS, and begins no line.
    private void BeginAnew()
    {
        End();
        _awaited.Clear();
        _content.Forget();
    }

    // Counting goes wrong where a server has no reply, or several: what only one command has for a reply is that one's.
    private void Hear(string code, bool isNext, bool isRefusal)
    {
        if (code == "334")
            HearChallenge();
        else if (code == "354")
            HearGoAhead();
        else if (code is "235" or "432" or "534" or "535" or "538")
            EndExchange(isRefusal);
        else if (_awaited.To is not null)
            HearReply(isNext && (_isCut || isRefusal));
        else if (isRefusal)
            TakeBack();
    }

    private void HearReply(bool isRefusal)
    {
        if (isRefusal)
            Close(isRefusal);
    }

    private void HearChallenge()
    {
        PassData();
        _answers++;
        if (_awaited.To is null)
            return;
        _awaited.Clear();
        Go();
    }

    private void EndExchange(bool isRefusal)
    {
        PassData();
        if (_awaited.To is not null)
            Close(isRefusal);
        else
            TakeBack();
    }

    // What a reply to AUTH comes behind has had its own.
    private void PassData()
    {
        while (_awaited.To == Question.Data)
            Close();
    }

    // However it was counted, it belongs to the last DATA that no message stands before.
    private void HearGoAhead()
    {
        while (_awaited.To is not null && _held.HasData())
        {
            _awaited.PassAnswer();
            Close();
        }
        if (_awaited.To is Question.Auth or Question.Answer)
            return;
        _content.GoAhead();
        if (_awaited.To == Question.Data)
            Close();
    }

    // The next line may be an answer that comes late, or a command.
    private void TakeBack()
    {
        _isSuspect |= _answers > 0;
        _answers = 0;
    }

    // Whoever is refused may answer all the same.
    private void Close(bool isRefusal = false)
    {
        _isSuspect |= isRefusal && _awaited.To is (Question.Auth or Question.Answer);
        if (_awaited.To == Question.Auth)
            _held.Suspect();
        else if (_awaited.To == Question.Answer)
            _held.Conceal();
        _awaited.Clear();
        Go();
    }

    private void Go()
    {
        while (_awaited.To is null && _held.TryTake(out var said))
        {
            _isSuspect |= said.IsSuspect;
            _isSecret |= said.IsSecret;
            Take(said.Octet, said.Place);
        }
    }

    private void Take(char octet, TPlace place)
    {
        if (_content.Takes(octet))
            return;
        _line.Append(octet);
        _places.Add(place);
        if (octet == '\n' && _content.EndsLine(_line))
            EndLine();
    }

    private void EndLine()
    {
        var line = _line.ToString().TrimEnd('\r', '\n');
        Judge(line);
        _line.Clear();
        _places.Clear();
        _isSecret = false;
    }

    private void Judge(string line)
    {
        if (_content.IsMessage)
            HearMessage();
        else if (_isSecret)
            Swallow(line);
        else if (_answers > 0)
            Answer(line);
        else if (ClientCommand.InitialResponse(line) is var (start, length))
            Authenticate(line, start, length);
        else
            Command(line);
    }

    private void HearMessage()
    {
        var ends = _content.IsEnd(_line);
        if (ends)
            _awaited.Count();
        _content.Tell(_line, ends);
    }

    // Were it a command all the same, its message would come behind it.
    private void Swallow(string line)
    {
        if (ClientCommand.IsBareData(line))
            _content.Ask();
        Tell(0, line.Length);
    }

    // RFC 4954 4: an asterisk takes it back.
    private void Answer(string line)
    {
        _answers--;
        if (line != "*")
            Tell(0, line.Length);
        if (line == "*")
            _awaited.Count();
        else if (_answers == 0)
            _awaited.Await(Question.Answer);
    }

    private void Authenticate(string line, int start, int length)
    {
        command?.Invoke(line);
        if (start < line.Length)
            Tell(start, length);
        _awaited.Await(Question.Auth);
    }

    private void Command(string line)
    {
        if (_isSuspect && !ClientCommand.IsKnown(line))
            Tell(0, line.Length);
        else
            _isSuspect = _isSuspect && _held.HasSuspects;
        command?.Invoke(line);
        if (ClientCommand.IsData(line))
        {
            _content.Ask();
            _awaited.Await(Question.Data);
            return;
        }
        _awaited.Count();
        _content.Begin(line);
    }

    private void Tell(int start, int length) => secret?.Invoke(_places.GetRange(start, length));
}
