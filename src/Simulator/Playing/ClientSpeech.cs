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
    private enum Line
    {
        Command,
        // Behind a challenge that was taken back: a late answer, or a command.
        Doubtful,
        Answer,
        Message,
    }

    private enum Question
    {
        Auth,
        Data,
    }

    private readonly Queue<(char Octet, TPlace Place)> _held = [];
    private readonly StringBuilder _line = new();
    private readonly List<TPlace> _places = [];
    private Line _next = isCut ? Line.Answer : Line.Command;
    private bool _isGreeted = isCut;
    // What the reply that is waited for decides; so many come before it, and so many are due.
    private Question? _open;
    private int _ahead;
    private int _due;
    private int _inChunk;
    // Of what is held, said before it was clear whether an answer was wanted.
    private int _suspects;
    private bool _isSuspect;

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
        // Whoever is asked answers with a secret, whatever was counted so far.
        if (code == "334")
            Decide(Line.Answer);
        else if (_isGreeted)
            HearReply(code);
        _isGreeted = true;
    }

    private void HearReply(string code)
    {
        var isAwaited = _ahead == 0 || IsOf(_open, code);
        (_ahead, _due) = (Math.Max(0, _ahead - 1), Math.Max(0, _due - 1));
        if (_open is null)
            _next = _next == Line.Answer ? Line.Doubtful : _next;
        else if (isAwaited)
            Decide(_open == Question.Data && code == "354" ? Line.Message : Line.Command);
    }

    /// <summary>No reply will come: what is left is taken for what it looks like.</summary>
    public void End()
    {
        while (_open is not null)
            Decide(Line.Command);
        if (_line.Length > 0)
            EndLine();
    }

    // Replies that nothing else has.
    private static bool IsOf(Question? question, string code) => question == Question.Data
        ? code == "354"
        : code is "235" or "432" or "534" or "535" or "538";

    private void Decide(Line next)
    {
        if (_open == Question.Auth)
            _suspects = _held.Count;
        (_next, _open, _ahead, _due) = (next, null, 0, 0);
        Go();
    }

    private void Await(Question question) => (_open, _ahead, _due) = (question, _due, _due + 1);

    private void Go()
    {
        while (_open is null && _held.TryDequeue(out var said))
        {
            _isSuspect = _suspects > 0;
            _suspects = Math.Max(0, _suspects - 1);
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
    }

    private void Judge(string line)
    {
        if (_next == Line.Message)
            EndMessage(line);
        else if (_next == Line.Answer)
            Answer(line);
        else
            Command(line);
    }

    private void EndMessage(string line)
    {
        if (line != ".")
            return;
        _next = Line.Command;
        _due++;
    }

    // RFC 4954 4: an asterisk takes it back.
    private void Answer(string line)
    {
        if (line != "*")
            Tell(0, line.Length);
        Await(Question.Auth);
    }

    private void Command(string line)
    {
        var isSuspect = _isSuspect || _next == Line.Doubtful;
        _next = Line.Command;
        if (AuthForm().Match(line) is { Success: true } auth)
        {
            if (auth.Groups["initial"] is { Value: not "=" } said)
                Tell(said.Index, said.Length);
            Await(Question.Auth);
        }
        else if (line.Trim().Equals("DATA", StringComparison.OrdinalIgnoreCase))
            Await(Question.Data);
        else
            Other(line, isSuspect);
    }

    private void Other(string line, bool isSuspect)
    {
        _due++;
        if (ChunkForm().Match(line) is { Success: true } chunk)
            _inChunk = int.Parse("0" + chunk.Groups["size"].Value, CultureInfo.InvariantCulture);
        else if (isSuspect && !RuleConditions.Triggers.Contains(line.Trim().Split(' ', '\t')[0].ToUpperInvariant()))
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
