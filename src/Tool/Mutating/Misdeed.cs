namespace SmtpSim.Mutating;

/// <summary>How a target misbehaved.</summary>
public enum Misdeed
{
    /// <summary>It does not take connections any more.</summary>
    Crash,

    /// <summary>It does not answer.</summary>
    Hang,

    /// <summary>It does not end, although the client has.</summary>
    StaysOpen,

    /// <summary>It closed the connection without 221 or 421 while it owed a reply.</summary>
    Dropped,

    /// <summary>A reply more than there were commands.</summary>
    TwoAnswers,

    /// <summary>A message was accepted whose end had not come.</summary>
    MessageCount,

    /// <summary>The next hop got fewer messages than were accepted.</summary>
    Lost,

    /// <summary>The next hop got more messages than were accepted.</summary>
    Surplus,

    /// <summary>It goes on refusing, line by line.</summary>
    Storm,

    /// <summary>Something that is no reply.</summary>
    NoReply,
}

/// <summary>A misdeed, and what it looked like.</summary>
public sealed record Finding(Misdeed Misdeed, string Text);
