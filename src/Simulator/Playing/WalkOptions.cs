using SmtpSim.Messages;
using SmtpSim.Tls;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What a walk needs to know besides its script.</summary>
/// <param name="ReplyLimit">How long an expectation without <c>@within</c> waits.</param>
/// <param name="CaseLimit">How long the whole script may take, unless its header says otherwise.</param>
/// <param name="Mail">What a next hop received, null where nobody keeps it.</param>
/// <param name="Seed">What rules draw their chances from, where they have no seed of their own.</param>
public sealed record WalkOptions(
    TimeProvider Clock, TimeSpan ReplyLimit, TimeSpan CaseLimit, MailStore? Mail = null, int Seed = 1)
{
    /// <summary>Where certificates come from.</summary>
    public CertificateZoo Zoo { get; init; } = CertificateZoo.OfProcess;

    /// <summary>A served command that no rule answers is noted in the log, with the rules that nearly did.</summary>
    public bool Explains { get; init; }

    /// <summary>Raised by whatever happens on a server, null where nobody looks.</summary>
    public Signal? Changes { get; init; }

    /// <summary>Lines with a stamp are said when they were said in the recording, counted from the beginning.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>Where the parts of a choreography wait for one another; null where a script is played alone.</summary>
    public Meetings? Meetings { get; init; }

    /// <summary>The part of a choreography that this is of.</summary>
    public string PartName { get; init; } = "";

    // RFC 5321 4.5.3.2 allows minutes; a server under test on the same machine or network answers in moments.
    public static readonly WalkOptions Default =
        new(TimeProvider.System, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));

    // What need not come is not waited for long.
    private static readonly TimeSpan OptionalLimit = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an expectation waits: as it says, or as long as it takes a quiet one to decide.</summary>
    public TimeSpan LimitOf(Hear hear)
    {
        var quiet = hear.Choices.Max(c => c.Expectation.DecidesAfter) ?? TimeSpan.Zero;
        var usual = hear.Optional ? OptionalLimit : ReplyLimit;
        // What is not to come before some time is waited for behind that.
        usual += hear.After ?? TimeSpan.Zero;
        return hear.Within ?? (quiet > usual ? quiet : usual);
    }
}
