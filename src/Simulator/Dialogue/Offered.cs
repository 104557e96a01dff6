using SmtpSim.Wire;

namespace SmtpSim.Dialogue;

/// <summary>What a server offered in its last reply to EHLO.</summary>
internal sealed class Offered
{
    private readonly ClientSpeech<bool> _client;
    private readonly CutLines _said = new();
    private readonly List<string> _lines = [];
    // Of the last EHLO.
    private IReadOnlyList<string> _keywords = [];
    // How many replies come in front of EHLO's, null while none is waited for.
    private int? _ahead;

    public Offered() => _client = new ClientSpeech<bool>(isCut: false, command: Note);

    public bool Has(string keyword) => _keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase);

    public void Take(ReadOnlySpan<byte> octets, bool isClients)
    {
        foreach (var octet in isClients ? octets : [])
            _client.Say((char)octet, false);
        foreach (var line in isClients ? [] : _said.Whole(octets))
            Hear(line);
    }

    private void Note(string command)
    {
        if (ClientCommand.IsEhlo(command))
            (_keywords, _ahead) = ([], _client.Due);
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
