using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>
/// Takes what a client says to authenticate out of a conversation (RFC 4954): the initial response behind AUTH, and each line up
/// to the reply that ends the exchange. Wherever the octets were cut, a secret leaves one mark and nothing else.
/// </summary>
public sealed partial class Secrets
{
    // Neither an octet nor a mark.
    private const string Gone = "\uDFFF";

    private readonly StringBuilder[] _lines = [new(), new()];
    private readonly List<(int Segment, int Index)>[] _places = [[], []];
    private readonly List<StringBuilder> _texts = [];
    private bool _inExchange;
    private bool _asked;
    private bool _dataAsked;
    private bool _inMessage;
    private bool _greeted;
    private int _awaited;
    private int _ahead;
    private int _inChunk;
    private int _found;

    /// <summary>The segments in their order, the secrets marked.</summary>
    /// <param name="isCut">Their beginning is lost, where an exchange may have begun.</param>
    public static IReadOnlyList<Segment> Masked(IEnumerable<Segment> segments, bool isCut = false)
    {
        Segment[] all = [.. segments];
        var secrets = Beginning(isCut);
        foreach (var segment in all)
            secrets.Take(segment);
        secrets.TakeUnfinished();
        return [.. all.Select((segment, i) => segment with { Text = secrets._texts[i].Replace(Gone, "").ToString() })];
    }

    /// <summary>What was logged, with an asterisk for each octet of a secret: as long as it was.</summary>
    public static IReadOnlyList<LogEntry> Starred(SessionLog log) => Starred(log.Since(0, out var next), log.IsServers, next);

    /// <param name="heard">Entries, the last ones of a log.</param>
    /// <param name="isServers">A server kept them.</param>
    /// <param name="ever">How many the log ever had.</param>
    public static IReadOnlyList<LogEntry> Starred(IReadOnlyList<LogEntry> heard, bool isServers, long ever)
    {
        LogEntry[] entries = [.. heard];
        foreach (var name in entries.Select(e => e.Connection).Distinct())
        {
            var said = Enumerable.Range(0, entries.Length)
                .Where(i => entries[i].Connection == name && entries[i].What != Happening.Note).ToList();
            // A client that speaks first where the log was cut may be in the middle of an exchange.
            var isCut = ever > entries.Length && said.Count > 0 && SpeakerOf(entries[said[0]], isServers) == Speaker.Client;
            var secrets = Beginning(isCut);
            foreach (var i in said)
                secrets.Take(Segment.Of(entries[i].At, SpeakerOf(entries[i], isServers), entries[i].Octets.Span));
            secrets.TakeUnfinished();
            foreach (var (i, text) in said.Zip(secrets._texts))
                entries[i] = entries[i] with { Octets = Stars(text.ToString()) };
        }
        return entries;
    }

    private static Speaker SpeakerOf(LogEntry entry, bool isServers) =>
        entry.What == Happening.Heard == isServers ? Speaker.Client : Speaker.Server;

    private static Octets Stars(string text) =>
        new([.. text.Select(c => c > byte.MaxValue ? (byte)'*' : (byte)c)]);

    private static Secrets Beginning(bool isCut) => new() { _inExchange = isCut, _asked = isCut, _greeted = isCut };

    private void Take(Segment segment)
    {
        _texts.Add(new StringBuilder(segment.Text));
        var (line, places) = (_lines[(int)segment.Speaker], _places[(int)segment.Speaker]);
        for (var i = 0; i < segment.Text.Length; i++)
        {
            if (segment.Speaker == Speaker.Client && _inChunk > 0)
            {
                _inChunk--;
                continue;
            }
            line.Append(segment.Text[i]);
            places.Add((_texts.Count - 1, i));
            if (segment.Text[i] != '\n')
                continue;
            Judge(segment.Speaker, line.ToString().TrimEnd('\r', '\n'), places);
            line.Clear();
            places.Clear();
        }
    }

    private void TakeUnfinished() => Judge(Speaker.Client, _lines[(int)Speaker.Client].ToString(), _places[(int)Speaker.Client]);

    private void Judge(Speaker speaker, string line, List<(int Segment, int Index)> places)
    {
        if (speaker == Speaker.Server)
            Hear(line);
        else if (_inMessage)
            _inMessage = line != ".";
        else if (_inExchange && MayBeSecret(line))
            Mark(places, 0, line.Length);
        else if (!_inExchange || line is not ("*" or ""))
            Command(line, places);
        _asked &= _inExchange;
    }

    private void Command(string line, List<(int Segment, int Index)> places)
    {
        _dataAsked |= line.Trim().Equals("DATA", StringComparison.OrdinalIgnoreCase);
        if (ChunkForm().Match(line) is { Success: true } chunk)
            _inChunk = int.Parse("0" + chunk.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        if (AuthForm().Match(line) is { Success: true } auth)
        {
            (_inExchange, _ahead) = (true, _awaited);
            var said = auth.Groups["initial"];
            if (said.Length > 0 && said.Value != "=")
                Mark(places, said.Index, said.Length);
        }
        _awaited++;
    }

    // A client may pipeline: the replies to what it said before AUTH are no answers to it, nor is the greeting.
    private void Hear(string reply)
    {
        if (reply.Length > 3 && reply[3] == '-')
            return;
        _inMessage |= _dataAsked && reply.StartsWith("354", StringComparison.Ordinal);
        _dataAsked &= !_inMessage;
        var goesOn = reply.StartsWith("334", StringComparison.Ordinal);
        // Whoever is asked answers with a secret, whatever was counted so far.
        if (goesOn)
            (_inExchange, _asked, _ahead) = (true, true, 0);
        if (!_greeted)
        {
            _greeted = true;
            return;
        }
        if (!goesOn)
            _awaited = Math.Max(0, _awaited - 1);
        if (_inExchange && _ahead == 0)
            _inExchange = goesOn;
        else if (!goesOn)
            _ahead = Math.Max(0, _ahead - 1);
    }

    // Once the server has asked, a line is an answer, be it base64 (RFC 4954 4) or not. Before, a command may stand behind AUTH
    // in the same write.
    private bool MayBeSecret(string line) => line is not ("*" or "")
        && (_asked || !RuleConditions.Triggers.Contains(line.Trim().Split(' ', '\t')[0].ToUpperInvariant()));

    // The first octet becomes the mark; the others go when all is known, so that places stay what they are.
    private void Mark(List<(int Segment, int Index)> places, int start, int length)
    {
        var (segment, index) = places[start];
        _texts[segment][index] = (char)Math.Min(Segment.FirstMark + _found++, Segment.LastMark);
        foreach (var (other, at) in places.Skip(start + 1).Take(length - 1))
            _texts[other][at] = Gone[0];
    }

    [GeneratedRegex(@"^\s*BDAT\s+0*([0-9]{0,9})(\s+LAST)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex ChunkForm();

    [GeneratedRegex(@"^\s*AUTH\s+[^\s]+(\s+(?<initial>.*))?$", RegexOptions.IgnoreCase)]
    private static partial Regex AuthForm();
}
