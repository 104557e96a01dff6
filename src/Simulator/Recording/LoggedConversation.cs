using SmtpSim.Dialogue;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>A conversation read off a log.</summary>
public static class LoggedConversation
{
    /// <summary>What a proxy heard on its two connections.</summary>
    public static Conversation Of(SessionLog log, string title, string target, DateTimeOffset began)
    {
        var entries = log.Entries;
        var segments = Readable(entries).Where(e => e.What == Happening.Heard)
            .Select(e => Segment.Of(e.At, e.Connection == Passage.Client ? Speaker.Client : Speaker.Server, e.Octets.Span));
        var notes = entries.Where(e => e.What == Happening.Note && !e.Text.StartsWith("shutdown", StringComparison.Ordinal))
            .Select(e => new ConversationNote(e.At, $"the {e.Connection}: {e.Text}", e.Text == Passage.TlsBegins));
        var last = entries.Count > 0 ? entries[^1].At : TimeSpan.Zero;
        var end = log.Missed is { } missed
            ? [new ConversationNote(last, $"its end is missing, {missed} octets: a recording holds no more")]
            : (ConversationNote[])[];
        return new Conversation(title, target, began, [.. segments], [.. notes, .. end]) { Missed = log.Missed };
    }

    // Where TLS came first, what the client said in clear is its beginning, and the server said nothing in clear.
    private static IEnumerable<LogEntry> Readable(IReadOnlyList<LogEntry> entries)
    {
        var first = entries.FirstOrDefault(e => e is { What: Happening.Heard, Connection: Passage.Client });
        var hello = first is not null && RawConnection.IsHandshake(first.Octets.Span) ? first : null;
        if (entries.Any(e => e.Text == Passage.TlsHides))
            return hello is null ? entries.TakeWhile(e => e.Text != Passage.TlsHides) : [];
        return hello is not null && entries.Any(e => e.Text == Passage.TlsBegins)
            ? entries.Where(e => !ReferenceEquals(e, hello))
            : entries;
    }

    private static bool StartsTls(LogEntry entry) => entry.Text.StartsWith(RawConnection.TlsStarted, StringComparison.Ordinal);

    /// <summary>One connection of a fake server.</summary>
    public static Conversation OfServer(SessionLog log, string connection, string title, DateTimeOffset began)
    {
        var kept = log.Since(0, out var ever);
        LogEntry[] entries = [.. kept.Where(e => e.Connection == connection)];
        var first = entries.FirstOrDefault()?.At ?? TimeSpan.Zero;
        var segments = entries.Where(e => e.What != Happening.Note)
            .Select(e => Segment.Of(e.At - first, e.What == Happening.Heard ? Speaker.Client : Speaker.Server, e.Octets.Span));
        var notes = entries.Where(e => e.What == Happening.Note)
            .Select(e => new ConversationNote(e.At - first, e.Text, StartsTls(e)));
        var isCut = ever > kept.Count && entries.FirstOrDefault(e => e.What != Happening.Note)?.What == Happening.Heard;
        return new Conversation(title, "", began, [.. segments], [.. notes]) { IsCut = isCut };
    }
}
