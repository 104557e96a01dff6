using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>
/// The sane engine behind <c>@serve default</c>: what a plain SMTP server says where no rule does. Knows the order of
/// commands and nothing else: it accepts every address.
/// </summary>
public sealed class DefaultReplies(ValueList<string> capabilities)
{
    private const string Name = "sim.example";

    // RFC 5321 4.5.3.1.8 asks for 100 at least; a fake server bounds what one client may make it keep.
    private const int MostRecipients = 100_000;

    /// <summary>What is said to a line that does not end in CRLF (RFC 5321 2.3.8), whatever stands in it.</summary>
    public static readonly ServedReply Misformed = new("500 5.5.2 A line ends in CRLF, and has no other CR or LF");

    private static readonly ServedReply Greeting = new($"220 {Name} ESMTP");
    private static readonly ServedReply Hello = new($"250 {Name}");
    private static readonly ServedReply GoOn = new("354 Go on; end with a line of one dot");
    private static readonly ServedReply Accepted = new("250 2.0.0 Accepted");
    private static readonly ServedReply Forgotten = new("250 2.0.0 Forgotten");
    private static readonly ServedReply StillHere = new("250 2.0.0 Still here");
    private static readonly ServedReply Perhaps = new("252 2.1.5 Send it and see");
    private static readonly ServedReply Help = new("214 2.0.0 A simulator: it accepts everything its rules do not refuse");
    private static readonly ServedReply Closing = new($"221 2.0.0 {Name} closing");
    private static readonly ServedReply Unknown = new("500 5.5.1 Not a command here");
    private static readonly ServedReply NotNow = new("503 5.5.1 Not now");
    private static readonly ServedReply MailFirst = new("503 5.5.1 MAIL first");
    private static readonly ServedReply RecipientFirst = new("503 5.5.1 RCPT first");
    private static readonly ServedReply SenderFine = new("250 2.1.0 Sender fine");
    private static readonly ServedReply RecipientFine = new("250 2.1.5 Recipient fine");
    private static readonly ServedReply TooMany = new("452 4.5.3 Too many recipients");

    private readonly ServedReply _offer = Offer(capabilities);

    public DefaultAnswer Answer(ServedCommand command, ServedState state) => command.Trigger switch
    {
        "connect" => new(Greeting, state),
        "HELO" => new(Hello, state.WithoutTransaction with { Greeted = true }),
        "EHLO" => new(_offer, state.WithoutTransaction with { Greeted = true }),
        "MAIL" => Mail(command, state),
        "RCPT" => Recipient(command, state),
        "DATA" => new(state.Recipients.IsEmpty ? RecipientFirst : GoOn, state),
        "DOT" => new(Accepted, state.WithoutTransaction),
        "RSET" => new(Forgotten, state.WithoutTransaction),
        "NOOP" => new(StillHere, state),
        "VRFY" => new(Perhaps, state),
        "HELP" => new(Help, state),
        "QUIT" => new(Closing, state),
        _ => new(Unknown, state),
    };

    private static ServedReply Offer(ValueList<string> capabilities)
    {
        string[] lines = [Name, .. capabilities];
        return new ServedReply([.. lines.Select((line, i) => i == lines.Length - 1 ? $"250 {line}" : $"250-{line}")]);
    }

    private static DefaultAnswer Mail(ServedCommand command, ServedState state) => !state.Greeted || state.From is not null
        ? new(NotNow, state)
        : new(SenderFine, state with { From = command.Argument });

    private static DefaultAnswer Recipient(ServedCommand command, ServedState state) => state switch
    {
        { From: null } => new(MailFirst, state),
        { Recipients.Count: >= MostRecipients } => new(TooMany, state),
        _ => new(RecipientFine, state with { Recipients = state.Recipients.Add(command.Argument) }),
    };
}
