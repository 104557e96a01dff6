using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>
/// What a client's octets are: commands, the answer to a challenge, a message, a chunk. What is pipelined behind AUTH or DATA is
/// known once that has its reply, and held until then.
/// </summary>
/// <typeparam name="TPlace">Where an octet stands.</typeparam>
/// <param name="isCut">The beginning is lost, where an exchange may have begun.</param>
/// <param name="secret">Told where one stands.</param>
internal sealed partial class ClientSpeech<TPlace>(bool isCut, Action<IReadOnlyList<TPlace>> secret)
{
    private enum Question
    {
        Auth,
        // What was said to a challenge.
        Answer,
        Data,
    }

    private readonly Queue<(char Octet, TPlace Place)> _held = [];
    private readonly StringBuilder _line = new();
    private readonly List<TPlace> _places = [];
    // The next lines that are answers, whatever they look like.
    private int _answers = isCut ? 1 : 0;
    private bool _isGreeted = isCut;
    private bool _isCut = isCut;
    // What the reply that is waited for decides; so many come before it, and so many are due.
    private Question? _open;
    private int _ahead;
    private int _due;
    private bool _dataAsked;
    private bool _inMessage;
    private int _inChunk;
    // Of what is held: said where an answer may have been, and where nothing else may be.
    private int _suspects;
    private int _secrets;
    private bool _isSuspect;
    private bool _isSecret;

    public void Say(char octet, TPlace place)
    {
        _held.Enqueue((octet, place));
        Go();
    }

    /// <summary>One line of the server's, without its end.</summary>
    public void Hear(string reply)
    {
        if (reply.Length > 3 && reply[3] == '-')
            return;
        var code = reply.Length < 3 ? reply : reply[..3];
        var isGreeting = !_isGreeted && code != "334";
        _isGreeted = true;
        if (!isGreeting)
            Hear(code, isNext: _ahead == 0);
        _isCut = false;
    }

    // Counting goes wrong where a server has no reply, or several: what only one command has for a reply is that one's.
    private void Hear(string code, bool isNext)
    {
        (_ahead, _due) = (Math.Max(0, _ahead - 1), Math.Max(0, _due - 1));
        if (code == "334")
            HearChallenge();
        else if (code == "354")
            HearGoAhead();
        else if (code is "235" or "432" or "534" or "535" or "538")
            EndExchange();
        else if (_open is not null && isNext && (_isCut || code is ['4' or '5', ..]))
            Close();
        else if (_open is null && code is ['4' or '5', ..])
            TakeBack();
    }

    /// <summary>No reply will come: what is left is taken for what it looks like.</summary>
    public void End()
    {
        while (_open is not null)
            Close();
        if (_line.Length > 0)
            EndLine();
    }

    private void HearChallenge()
    {
        PassData();
        _answers++;
        if (_open is null)
            return;
        (_open, _ahead, _due) = (null, 0, 0);
        Go();
    }

    private void EndExchange()
    {
        PassData();
        if (_open is not null)
            Close();
        else
            TakeBack();
    }

    // What a reply to AUTH comes behind has had its own.
    private void PassData()
    {
        while (_open == Question.Data)
            Close();
    }

    // However it was counted, it belongs to the last DATA that no message stands before.
    private void HearGoAhead()
    {
        while (_open is not null && HoldsData())
        {
            // There was no reply to the answer, and there are commands behind it.
            _open = _open == Question.Answer ? Question.Auth : _open;
            Close();
        }
        if (_open is Question.Auth or Question.Answer)
            return;
        (_inMessage, _dataAsked) = (_dataAsked, false);
        if (_open == Question.Data)
            Close();
    }

    private bool HoldsData() => string.Concat(_held.Select(h => h.Octet)).Split('\n')
        .Select(l => l.TrimEnd('\r')).TakeWhile(l => l != ".").Any(IsData);

    private static bool IsData(string line) => line.Trim().Equals("DATA", StringComparison.OrdinalIgnoreCase);

    // The next line may be an answer that comes late, or a command.
    private void TakeBack()
    {
        _isSuspect |= _answers > 0;
        _answers = 0;
    }

    private void Close()
    {
        if (_open == Question.Auth)
            _suspects = _held.Count;
        else if (_open == Question.Answer)
            _secrets = _held.Count;
        (_open, _ahead, _due) = (null, 0, 0);
        Go();
    }

    private void Await(Question question) => (_open, _ahead, _due) = (question, _due, _due + 1);

    private void Go()
    {
        while (_open is null && _held.TryDequeue(out var said))
        {
            _isSuspect |= _suspects-- > 0;
            _isSecret |= _secrets-- > 0;
            (_suspects, _secrets) = (Math.Max(0, _suspects), Math.Max(0, _secrets));
            Take(said.Octet, said.Place);
        }
    }

    private void Take(char octet, TPlace place)
    {
        if (_inChunk > 0)
        {
            _inChunk--;
            return;
        }
        _line.Append(octet);
        _places.Add(place);
        if (octet == '\n')
            EndLine();
    }

    private void EndLine()
    {
        var line = _line.ToString().TrimEnd('\r', '\n');
        Judge(line);
        _line.Clear();
        _places.Clear();
        (_isSuspect, _isSecret) = (false, false);
    }

    private void Judge(string line)
    {
        if (_inMessage)
            EndMessage(line);
        else if (_isSecret)
            Swallow(line);
        else if (_answers > 0)
            Answer(line);
        else if (AuthForm().Match(line) is { Success: true } auth)
            Authenticate(auth.Groups["initial"]);
        else
            Command(line);
    }

    private void EndMessage(string line)
    {
        if (line != ".")
            return;
        _inMessage = false;
        _due++;
    }

    // Were it a command all the same, its message would come behind it.
    private void Swallow(string line)
    {
        _dataAsked |= IsData(line);
        Tell(0, line.Length);
    }

    // RFC 4954 4: an asterisk takes it back.
    private void Answer(string line)
    {
        if (line != "*")
            Tell(0, line.Length);
        if (--_answers == 0)
            Await(Question.Answer);
    }

    private void Authenticate(Group initial)
    {
        if (initial.Value != "=")
            Tell(initial.Index, initial.Length);
        Await(Question.Auth);
    }

    private void Command(string line)
    {
        if (IsData(line))
        {
            _dataAsked = true;
            Await(Question.Data);
            return;
        }
        _due++;
        if (ChunkForm().Match(line) is { Success: true } chunk)
            _inChunk = int.Parse("0" + chunk.Groups["size"].Value, CultureInfo.InvariantCulture);
        else if (_isSuspect && !RuleConditions.Triggers.Contains(line.Trim().Split(' ', '\t')[0].ToUpperInvariant()))
            Tell(0, line.Length);
    }

    private void Tell(int start, int length)
    {
        if (length > 0)
            secret(_places.GetRange(start, length));
    }

    [GeneratedRegex(@"^\s*BDAT\s+0*(?<size>[0-9]{0,9})(\s+LAST)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex ChunkForm();

    [GeneratedRegex(@"^\s*AUTH\s+[^\s]+(\s+(?<initial>.*))?$", RegexOptions.IgnoreCase)]
    private static partial Regex AuthForm();
}
