namespace SmtpSim.Tests.Mutating;

/// <summary>What a server makes of a CR or LF that stands alone.</summary>
internal enum BareEnds
{
    /// <summary>Refuses the line that holds it, once that has ended.</summary>
    RefusesLine,

    /// <summary>Refuses each piece, the last one too.</summary>
    RefusesPieces,

    /// <summary>Refuses what stands before it, and reads on behind it.</summary>
    ReadsOn,

    /// <summary>Refuses the line at once, and passes over its rest.</summary>
    PassesOver,

    /// <summary>Says 421 and has enough.</summary>
    Closes,

    /// <summary>Takes it for the end of a line, which RFC 5321 2.3.8 forbids.</summary>
    EndsLine,
}

/// <summary>How a server goes about what RFC 5321 leaves to it, and what it does that it must not.</summary>
internal sealed record Manners
{
    public BareEnds BareEnds { get; init; }

    /// <summary>In octets, without the end; what is longer is refused as soon as it is.</summary>
    public int LongestLine { get; init; } = int.MaxValue;

    /// <summary>In octets, without the end; at a longer line it closes without a word.</summary>
    public int DropsBeyond { get; init; } = int.MaxValue;

    /// <summary>Behind so many refusals it says 421 and closes.</summary>
    public int MostRefusals { get; init; } = 100;

    /// <summary>Before each reply.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Before a message is passed on.</summary>
    public TimeSpan Transit { get; init; }

    /// <summary>What was accepted meanwhile is passed on together.</summary>
    public bool IsInBursts { get; init; }

    /// <summary>Of so many messages one is lost.</summary>
    public int? LosesOneOf { get; init; }

    /// <summary>Of so many messages one is passed on twice.</summary>
    public int? DoublesOneOf { get; init; }

    /// <summary>Before the second copy.</summary>
    public TimeSpan CopyWaits { get; init; }

    /// <summary>What becomes of its mail is to be looked at.</summary>
    public bool IsOfMail => Transit > TimeSpan.Zero || LosesOneOf is not null || DoublesOneOf is not null;

    /// <summary>An octet at which it says no more.</summary>
    public byte? HangsAt { get; init; }

    /// <summary>An octet at which it ends, in the middle of the session.</summary>
    public byte? EndsAt { get; init; }

    /// <summary>An octet that ends it behind the session.</summary>
    public byte? EndsBehind { get; init; }

    /// <summary>How long behind.</summary>
    public TimeSpan EndWaits { get; init; }

    /// <summary>A command that it answers twice.</summary>
    public string? AnswersTwice { get; init; }

    /// <summary>A line that it does not answer.</summary>
    public string? Mutes { get; init; }

    /// <summary>In front of EHLO it offers nothing, and refuses all else.</summary>
    public bool NeedsHello { get; init; }

    /// <summary>What ends a message besides CRLF.CRLF.</summary>
    public string? EndsMessage { get; init; }
}
