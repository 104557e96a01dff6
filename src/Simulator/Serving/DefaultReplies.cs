using System.Globalization;

namespace SmtpSim.Serving;

/// <summary>
/// The sane engine behind <c>@serve default</c>: what a plain SMTP server says where no rule does. Knows the order of
/// commands, their syntax and what it offers; it accepts every address.
/// </summary>
public sealed class DefaultReplies(Offer offer)
{
    /// <summary>What the server calls itself.</summary>
    public const string Name = "sim.example";

    private const string BinaryBody = " BODY=BINARYMIME";

    // RFC 5321 4.5.3.1.8 asks for 100 at least; a fake server bounds what one client may make it keep.
    private const int MostRecipients = 100_000;

    /// <summary>What is said to a line that does not end in CRLF (RFC 5321 2.3.8), whatever stands in it.</summary>
    public static readonly ServedReply Misformed = new("500 5.5.2 A line ends in CRLF, and has no other CR or LF");

    /// <summary>What is said to a chunk whose size cannot be read, or that is not offered (RFC 3030).</summary>
    public static readonly ServedReply WrongChunk = new("501 5.5.4 BDAT needs a size");

    /// <summary>What is said to a parameter of an extension that is not offered (RFC 5321 4.1.1.11).</summary>
    public static readonly ServedReply UnknownParameter = new("555 5.5.4 A parameter that is not offered");

    /// <summary>What is said to one whose value is none.</summary>
    public static readonly ServedReply WrongParameter = new("501 5.5.4 A parameter has a wrong value");

    private static readonly ServedReply Greeting = new($"220 {Name} ESMTP");
    private static readonly ServedReply Hello = new($"250 {Name}");
    private static readonly ServedReply GoOn = new("354 Go on; end with a line of one dot");
    private static readonly ServedReply Accepted = new("250 2.0.0 Accepted");
    private static readonly ServedReply ChunkFine = new("250 2.0.0 Chunk fine");
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
    private static readonly ServedReply TwiceSaid = new("501 5.5.4 A parameter stands twice");
    private static readonly ServedReply NoName = new("501 5.5.4 A greeting needs a name");
    private static readonly ServedReply NoSender = new("501 5.5.4 MAIL needs FROM:<address>");
    private static readonly ServedReply NoRecipient = new("501 5.5.4 RCPT needs TO:<address>");
    private static readonly ServedReply NoUser = new("501 5.5.4 VRFY needs a name");
    private static readonly ServedReply NoArgument = new("501 5.5.4 Nothing may stand behind it");
    private static readonly ServedReply TooMany = new("452 4.5.3 Too many recipients");
    private static readonly ServedReply TooLarge = new("552 5.3.4 Larger than SIZE says");
    private static readonly ServedReply WrongSize = new("501 5.5.4 SIZE needs a number");
    private static readonly ServedReply StartTls = new("220 2.0.0 Start TLS");

    /// <param name="size">Of the message or chunk that the command ends or brings.</param>
    public DefaultAnswer Answer(ServedCommand command, ServedState state, long size = 0) => command.Trigger switch
    {
        "MAIL" => Mail(command, state),
        "RCPT" => Recipient(command, state),
        "DATA" => new(Bare(command, Content(state)), state),
        "DOT" => new(size > offer.Size ? TooLarge : Delivered(state), state.WithoutTransaction),
        "BDAT" => Chunk(state, size),
        "HELO" or "EHLO" or "LHLO" => Greet(command, state),
        "STARTTLS" => new(Bare(command, Offers("STARTTLS", !state.Tls, StartTls)), state),
        "AUTH" => new(Offers("AUTH", false, NotNow), state),
        "RSET" => new(Bare(command, Forgotten), state.WithoutTransaction),
        _ => new(Simple(command), state),
    };

    private static ServedReply Simple(ServedCommand command) => command.Trigger switch
    {
        "connect" => Greeting,
        "NOOP" => StillHere,
        "VRFY" => command.Argument.Length > 0 ? Perhaps : NoUser,
        "HELP" => Help,
        "QUIT" => Bare(command, Closing),
        _ => Unknown,
    };

    // RFC 5321 4.1.1, RFC 3207 4: these have no parameters.
    private static ServedReply Bare(ServedCommand command, ServedReply reply) =>
        command.Argument.Length == 0 ? reply : NoArgument;

    // RFC 3030 2: DATA and BDAT do not mix.
    private static ServedReply Content(ServedState state) => state switch
    {
        { From: null } => MailFirst,
        { Recipients.IsEmpty: true } => RecipientFirst,
        { HasChunks: true } or { HasLostChunk: true } => NotNow,
        { From: var mail } => IsBinary(mail) ? NotNow : GoOn,
    };

    // RFC 3030 3: what has no lines goes in chunks.
    private static bool IsBinary(string mail) => mail.EndsWith(BinaryBody, StringComparison.OrdinalIgnoreCase)
        || mail.Contains(BinaryBody + " ", StringComparison.OrdinalIgnoreCase);

    private DefaultAnswer Greet(ServedCommand command, ServedState state) => new(
        command.Argument.Length == 0 ? NoName : command.Trigger == "HELO" ? Hello : offer.ReplyTo(state),
        state.WithoutTransaction with { Greeted = true, PerRecipient = command.Trigger == "LHLO", OffersAnything = false });

    // RFC 2033 4.2: LMTP answers for each recipient that was accepted.
    private static ServedReply Delivered(ServedState state) => state.PerRecipient
        ? new ServedReply([.. state.Recipients.Select(_ => Accepted.Lines[0])])
        : Accepted;

    private DefaultAnswer Chunk(ServedState state, long size)
    {
        // RFC 3030 2: behind one that was refused there is nothing to be completed.
        var reply = state.HasLostChunk ? NotNow
            : size > offer.Size ? TooLarge
            : state.Recipients.IsEmpty ? RecipientFirst : ChunkFine;
        return new(Offers("CHUNKING", true, reply), state with { HasChunks = true });
    }

    private ServedReply Offers(string keyword, bool now, ServedReply reply) =>
        !offer.Has(keyword) ? Unknown : now ? reply : NotNow;

    private DefaultAnswer Mail(ServedCommand command, ServedState state)
    {
        var reply = !state.Greeted || state.From is not null ? NotNow
            : PathArgument.Of(command.Argument, "FROM:") is not { } said ? NoSender
            : ParameterMisfit(command, said, state) ?? SizeMisfit(said) ?? SenderFine;
        return new(reply, state.WithoutTransaction with { From = command.Argument });
    }

    private DefaultAnswer Recipient(ServedCommand command, ServedState state)
    {
        var reply = state.From is null ? MailFirst
            : state.Recipients.Count >= MostRecipients ? TooMany
            : PathArgument.Of(command.Argument, "TO:") is not { Path.Length: > 0 } said ? NoRecipient
            : ParameterMisfit(command, said, state) ?? RecipientFine;
        return new(reply, state with { Recipients = state.Recipients.Add(command.Argument) });
    }

    private ServedReply? ParameterMisfit(ServedCommand command, PathArgument said, ServedState state)
    {
        ServedReply? misfit = HasTwice(said.Parameters) ? TwiceSaid : null;
        for (var i = 0; misfit is null && i < said.Parameters.Count && !state.OffersAnything; i++)
            misfit = Parameter.Misfit(command.Trigger, said.Parameters[i], offer);
        return misfit;
    }

    private static bool HasTwice(IReadOnlyList<string> parameters) => parameters.Count > 1
        && parameters.DistinctBy(p => p.Split('=')[0], StringComparer.OrdinalIgnoreCase).Count() < parameters.Count;

    // RFC 1870 4: 1*20DIGIT, which may be more than any number here holds.
    private ServedReply? SizeMisfit(PathArgument said)
    {
        if (said.Parameters.FirstOrDefault(p => p.StartsWith("SIZE=", StringComparison.OrdinalIgnoreCase)) is not { } size)
            return null;
        var digits = size.AsSpan("SIZE=".Length);
        if (digits.Length > 20 || !decimal.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var octets))
            return WrongSize;
        return octets > offer.Size ? TooLarge : null;
    }
}
