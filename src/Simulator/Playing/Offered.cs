using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What a server offered in its last reply to EHLO, read off the log of either side.</summary>
internal static class Offered
{
    /// <summary>False, too, where EHLO was not said, or not answered in full.</summary>
    public static bool Has(SessionLog log, string connection, Role role, string keyword)
    {
        var (asks, answers) = role == Role.Client ? (Happening.Said, Happening.Heard) : (Happening.Heard, Happening.Said);
        var entries = log.Entries.Where(e => e.Connection == connection).ToList();
        var ehlo = entries.FindLastIndex(e => e.What == asks && IsEhlo(e.Octets.Text));
        var answer = Octets.Join(entries.Skip(ehlo + 1).Where(e => e.What == answers).Select(e => e.Octets));
        return ehlo >= 0
            && ReplyText.Read(answer.Span) is { Code: 250 } reply
            && reply.Lines.Skip(1).Any(l => l.Split(' ')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsEhlo(string said) => said.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase);
}
