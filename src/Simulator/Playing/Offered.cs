using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What a server offered in its last reply to EHLO, read off the log of either side.</summary>
internal sealed class Offered
{
    private readonly ClientSpeech<bool> _client;
    private readonly StringBuilder _said = new();
    private readonly List<string> _lines = [];
    // Of the last EHLO; null where none was said.
    private IReadOnlyList<string>? _keywords;

    private Offered() => _client = new ClientSpeech<bool>(isCut: false, command: line =>
        _keywords = ClientCommand.IsEhlo(line) ? [] : _keywords);

    /// <summary>False, too, where EHLO was not said, or not answered in full.</summary>
    public static bool Has(SessionLog log, string connection, Role role, string keyword)
    {
        var offered = new Offered();
        var asks = role == Role.Client ? Happening.Said : Happening.Heard;
        foreach (var entry in log.Entries.Where(e => e.Connection == connection && e.What != Happening.Note))
        {
            foreach (var octet in entry.Octets.Span)
                offered.Take((char)octet, entry.What == asks);
        }
        return offered._keywords?.Contains(keyword, StringComparer.OrdinalIgnoreCase) ?? false;
    }

    private void Take(char octet, bool isClients)
    {
        if (isClients)
            _client.Say(octet, false);
        else if (octet != '\n')
            _said.Append(octet);
        else
            EndLine();
    }

    private void EndLine()
    {
        var line = _said.ToString().TrimEnd('\r');
        _said.Clear();
        _lines.Add(line);
        _client.Hear(line);
        if (line is [_, _, _, '-', ..])
            return;
        // What has one line only offers nothing, or answers something else.
        if (_keywords is not null && _lines.Count > 1 && line.StartsWith("250", StringComparison.Ordinal))
            _keywords = [.. _lines.Skip(1).Where(l => l.Length > 4).Select(l => l[4..].Split(' ')[0])];
        _lines.Clear();
    }
}
