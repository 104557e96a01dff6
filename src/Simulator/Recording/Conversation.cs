using SmtpSim.Dialogue;

namespace SmtpSim.Recording;

/// <summary>Something that happened beside what was said.</summary>
/// <param name="StartsTls">TLS was started on both sides here.</param>
public sealed record ConversationNote(TimeSpan At, string Text, bool StartsTls = false);

/// <summary>One connection, as it was seen from between its two sides.</summary>
public sealed record Conversation(
    string Title, string Target, DateTimeOffset Began, IReadOnlyList<Segment> Segments, IReadOnlyList<ConversationNote> Notes)
{
    /// <summary>What the proxy could not do, null where it could: the server was not there, or TLS did not begin.</summary>
    public string? Trouble { get; init; }

    /// <summary>Octets of its end that are not in it, 0 where only how it ended is not; null where all of it is.</summary>
    public long? Missed { get; init; }

    /// <summary>Its beginning is lost.</summary>
    public bool IsCut { get; init; }
}
