using System.Text;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Dialogue;

/// <summary>
/// Takes what a client says to authenticate out of a conversation (RFC 4954): the initial response behind AUTH, and each line up
/// to the reply that ends the exchange. Wherever the octets were cut, a secret leaves one mark and nothing else.
/// </summary>
public sealed class Secrets
{
    // Neither an octet nor a mark.
    private const char Gone = '\uDFFF';

    private readonly List<MaskedText> _texts = [];
    // How much the server had said before each.
    private readonly List<int> _repliedBefore = [];
    // Of those: the server's.
    private readonly List<int> _servers = [];
    private readonly Echoes _echoes = new();
    private readonly StringBuilder _reply = new();
    private readonly ClientSpeech<(int Segment, int Index)> _client;
    private int _found;
    // How much the server has said.
    private int _replied;
    private bool _isName;

    /// <param name="isCut">The beginning is lost, where an exchange may have begun.</param>
    private Secrets(bool isCut) => _client = new ClientSpeech<(int, int)>(isCut, Mark, Note);

    /// <summary>The segments in their order, the secrets marked.</summary>
    /// <param name="isCut">Their beginning is lost, where an exchange may have begun.</param>
    public static IReadOnlyList<Segment> Masked(IEnumerable<Segment> segments, bool isCut = false)
    {
        Segment[] all = [.. segments];
        var secrets = new Secrets(isCut);
        foreach (var segment in all)
            secrets.Take(segment);
        secrets.End();
        return [.. all.Select((segment, i) => segment with { Text = secrets._texts[i].Without(Gone) })];
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
            var secrets = new Secrets(isCut);
            foreach (var i in said)
                secrets.Take(Segment.Of(entries[i].At, SpeakerOf(entries[i], isServers), entries[i].Octets.Span));
            secrets.End();
            foreach (var (i, text) in said.Zip(secrets._texts))
                entries[i] = entries[i] with { Octets = Stars(text.ToString()) };
        }
        return entries;
    }

    private static Speaker SpeakerOf(LogEntry entry, bool isServers) =>
        entry.What == Happening.Heard == isServers ? Speaker.Client : Speaker.Server;

    private static Octets Stars(string text) =>
        new([.. text.Select(c => c > byte.MaxValue ? (byte)'*' : (byte)c)]);

    private void Take(Segment segment)
    {
        _texts.Add(new MaskedText(segment.Text));
        _repliedBefore.Add(_replied);
        if (segment.Speaker == Speaker.Server)
            _servers.Add(_texts.Count - 1);
        for (var i = 0; i < segment.Text.Length; i++)
        {
            if (segment.Speaker == Speaker.Client)
                _client.Say(segment.Text[i], (_texts.Count - 1, i));
            else
                Hear(segment.Text[i]);
        }
    }

    private void Hear(char octet)
    {
        _replied++;
        _reply.Append(octet);
        if (octet != '\n')
            return;
        _client.Hear(_reply.ToString().TrimEnd('\r', '\n'));
        _reply.Clear();
    }

    // The first octet becomes the mark; the others go when all is known, so that places stay what they are.
    private void Mark(IReadOnlyList<(int Segment, int Index)> places)
    {
        var isName = _isName;
        _isName = false;
        // A name of no octets is one: what comes next is the password.
        if (places.Count == 0)
            return;
        var secret = string.Concat(places.Select(p => _texts[p.Segment][p.Index]));
        var mark = NextMark();
        Put(mark, places);
        // It may be recognized behind a reply that repeats it.
        _echoes.Add(secret, mark, _repliedBefore[places[0].Segment], isDecoded: !isName);
    }

    // LOGIN asks for the name first; EXTERNAL and ANONYMOUS have nothing else. A name may be repeated.
    private void Note(string command) =>
        _isName = command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var verb, var mechanism, ..]
            && verb.Equals("AUTH", StringComparison.OrdinalIgnoreCase)
            && mechanism.ToUpperInvariant() is "LOGIN" or "EXTERNAL" or "ANONYMOUS";

    private char NextMark() => (char)Math.Min(Segment.FirstMark + _found++, Segment.LastMark);

    private void Put(char mark, IEnumerable<(int Segment, int Index)> places)
    {
        foreach (var (segment, index) in places)
            (_texts[segment][index], mark) = (mark, Gone);
    }

    private void End()
    {
        _client.End();
        if (_echoes.IsEmpty)
            return;
        var (next, begins) = (0, 0);
        foreach (var (at, length, mark) in _echoes.In(string.Concat(_servers.Select(s => _texts[s].ToString())), NextMark))
        {
            var places = new List<(int, int)>();
            for (var i = at; i < at + length; i++)
            {
                while (i - begins >= _texts[_servers[next]].Length)
                    begins += _texts[_servers[next++]].Length;
                places.Add((_servers[next], i - begins));
            }
            Put(mark, places);
        }
    }
}
