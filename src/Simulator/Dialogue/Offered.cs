using SmtpSim.Wire;

namespace SmtpSim.Dialogue;

/// <summary>What a server offered in its last reply to EHLO, read off the log of either side.</summary>
internal sealed class Offered
{
    private readonly ClientSpeech<bool> _client;
    private readonly CutLines _said = new();
    private readonly List<string> _lines = [];
    // Of the last EHLO.
    private IReadOnlyList<string> _keywords = [];
    // How many replies come in front of EHLO's, null while none is waited for.
    private int? _ahead;

    private Offered() => _client = new ClientSpeech<bool>(isCut: false, command: Note);

    /// <summary>False, too, where EHLO was not said, or not answered in full.</summary>
    /// <param name="isServers">A server kept the log.</param>
    public static bool Has(SessionLog log, string connection, bool isServers, string keyword)
    {
        var offered = new Offered();
        var asks = isServers ? Happening.Heard : Happening.Said;
        foreach (var entry in log.Entries.Where(e => e.Connection == connection && e.What != Happening.Note))
            offered.Take(entry.Octets.Span, entry.What == asks);
        return offered._keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase);
    }

    private void Note(string command)
    {
        if (ClientCommand.IsEhlo(command))
            (_keywords, _ahead) = ([], _client.Due);
    }

    private void Take(ReadOnlySpan<byte> octets, bool isClients)
    {
        foreach (var octet in isClients ? octets : [])
            _client.Say((char)octet, false);
        foreach (var line in isClients ? [] : _said.Whole(octets))
            Hear(line);
    }

    private void Hear(string line)
    {
        _lines.Add(line);
        if (line is not [_, _, _, '-', ..])
            EndReply(line);
        // Only now may an EHLO be heard that was held until this came.
        _client.Hear(line);
    }

    private void EndReply(string last)
    {
        if (_ahead is { } ahead && !_client.IsGreeting(last))
            Judge(ahead, isOffer: _lines.Count > 1 && last.StartsWith("250", StringComparison.Ordinal));
        _lines.Clear();
    }

    // Counting may go wrong; of several lines is EHLO's reply before any other.
    private void Judge(int ahead, bool isOffer)
    {
        if (isOffer)
            _keywords = [.. _lines.Skip(1).Where(l => l.Length > 4).Select(l => l[4..].Split(' ')[0])];
        _ahead = isOffer || ahead == 0 ? null : ahead - 1;
    }
}
