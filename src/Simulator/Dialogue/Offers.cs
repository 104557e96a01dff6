using SmtpSim.Wire;

namespace SmtpSim.Dialogue;

/// <summary>What servers offered on each connection of a log; each entry is read once, however often is asked.</summary>
/// <param name="isServers">A server kept the log.</param>
internal sealed class Offers(SessionLog log, bool isServers)
{
    private readonly Dictionary<string, (Offered Offered, long Next)> _read = [];

    /// <summary>False, too, where EHLO was not said, or not answered in full.</summary>
    public bool Has(string connection, string keyword)
    {
        var (offered, from) = _read.GetValueOrDefault(connection, (new Offered(), 0));
        var more = log.Since(from, out var next);
        foreach (var entry in more.Where(e => e.Connection == connection && e.What != Happening.Note))
            offered.Take(entry.Octets.Span, isClients: entry.What == Happening.Heard == isServers);
        _read[connection] = (offered, next);
        return offered.Has(keyword);
    }
}
