using SmtpSim.Dialogue;
using SmtpSim.Wire;

namespace SmtpSim.Control;

/// <summary>A server's log, read as the connections it tells of.</summary>
internal static class Dialogues
{
    public static IReadOnlyList<SessionView> All(SessionLog log) => [.. ByConnection(log.Entries)
        .Select(s => new SessionView(s.Key, s.First().At.TotalSeconds, Ended(s), s.Count()))];

    /// <summary>Null where the log knows no such connection, or no longer.</summary>
    public static DialogueView? Find(SessionLog log, string connection)
    {
        LogEntry[] entries = [.. Secrets.Starred(log).Where(e => e.Connection == connection)];
        return entries.Length == 0 ? null : new DialogueView(
            connection, entries[0].At.TotalSeconds, Ended(entries), [.. entries.Select(View)]);
    }

    // What concerns the whole server stands under no connection.
    private static IEnumerable<IGrouping<string, LogEntry>> ByConnection(IEnumerable<LogEntry> entries) =>
        entries.Where(e => e.Connection.Length > 0).GroupBy(e => e.Connection);

    private static double? Ended(IEnumerable<LogEntry> entries) => entries.FirstOrDefault(e => e.IsEnd)?.At.TotalSeconds;

    private static EntryView View(LogEntry entry) => entry.What == Happening.Note
        ? new EntryView(entry.At.TotalSeconds, "note", entry.Text, "")
        : new EntryView(
            entry.At.TotalSeconds, entry.What == Happening.Heard ? "client" : "server", entry.Octets.ToString(),
            Convert.ToBase64String(entry.Octets.Span));
}
