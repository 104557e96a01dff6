using SmtpSim.Wire;

namespace SmtpSim.Conformance.Steps;

/// <summary>The lines a server heard, of all its connections, in the order in which they were complete.</summary>
internal static class HeardLines
{
    public static List<string> Of(SessionLog log)
    {
        var open = new Dictionary<string, string>();
        var lines = new List<string>();
        foreach (var entry in log.Entries.Where(e => e.What == Happening.Heard))
        {
            var parts = (open.GetValueOrDefault(entry.Connection, "") + entry.Octets.Text).Split("\r\n");
            lines.AddRange(parts[..^1]);
            open[entry.Connection] = parts[^1];
        }
        return lines;
    }
}
