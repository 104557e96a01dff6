using SmtpSim.Playing;
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
        var readable = entries.TakeWhile(e => e.Text != Passage.TlsHides);
        var segments = readable.Where(e => e.What == Happening.Heard)
            .Select(e => Segment.Of(e.At, e.Connection == Passage.Client ? Speaker.Client : Speaker.Server, e.Octets.Span));
        var notes = entries.Where(e => e.What == Happening.Note && !e.Text.StartsWith("shutdown", StringComparison.Ordinal))
            .Select(e => new ConversationNote(e.At, $"the {e.Connection}: {e.Text}", e.Text == Passage.TlsBegins));
        return new Conversation(title, target, began, [.. segments], [.. notes]);
    }
}
