using System.Buffers;
using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>What is said about a recipient, and what the answers mean.</summary>
internal static class Dialogue
{
    private static readonly Verdict Known = new Verdict.Known();

    /// <summary>MAIL, RCPT and RSET in one go, for a server that takes them so.</summary>
    public static void Put(IBufferWriter<byte> output, VerifierSettings settings, Mailbox recipient)
    {
        var mail = $"MAIL FROM:<{settings.MailFrom}>{Parameters(recipient)}";
        var text = $"{mail}\r\nRCPT TO:<{Address(settings, recipient)}>\r\nRSET\r\n";
        Encoding.UTF8.GetBytes(text, output);
    }

    /// <summary>With a leading space, as they stand behind MAIL's path.</summary>
    public static string Parameters(Mailbox recipient) => recipient.IsInternational ? " SMTPUTF8" : "";

    public static string Address(VerifierSettings settings, Mailbox recipient) =>
        settings.Exact ? recipient.ToString().ToLowerInvariant() : recipient.ToString();

    /// <summary>The verdict on the recipient, and whether the session may go on.</summary>
    public static (Verdict Verdict, bool GoesOn) Judge(Answer rcpt) => rcpt switch
    {
        { IsDone: true } => (Known, true),
        { Reply: { Code: 421 } closing } => (new Verdict.Later(closing), false),
        { Reply: { IsTransient: true } later } => (new Verdict.Later(later), true),
        { Reply: { Code: >= 500 } refusal } => (new Verdict.Unknown(refusal), true),
        // RCPT has no 3yz.
        _ => (new Verdict.Unverified($"RCPT was answered: {rcpt}"), false),
    };

    public static Verdict Refused(Answer mail) => new Verdict.Unverified($"MAIL was answered: {mail}");
}
