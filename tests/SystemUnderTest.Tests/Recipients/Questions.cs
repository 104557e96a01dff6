using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Grammar;
using SmtpGate.Recipients;

namespace SmtpGate.Tests.Recipients;

/// <summary>A verifier, the recipients it is asked about, and what its internal server hears and says.</summary>
internal static class Questions
{
    public static readonly Mailbox Joe = new("Joe", "d.example");

    public static readonly Mailbox International = new("jö", "d.example");

    public static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <summary>How the internal server is greeted, with every extension offered.</summary>
    public static readonly string[] Opening = ["S: 220 internal", "C: EHLO world", "S: 250-internal", "S: 250 SMTPUTF8"];

    public static readonly string[] Reset = ["C: RSET", "S: 250 ok"];

    public static readonly string[] Mail = ["C: MAIL FROM:<rcptproxy@localhost>", "S: 250 ok"];

    /// <summary>The question about Joe and its answer.</summary>
    public static string[] Ask(string answer) => [.. Mail, "C: RCPT TO:<Joe@d.example>", "S: " + answer];

    /// <summary>The defaults, with this internal server.</summary>
    public static VerifierSettings Settings(ScriptedPeer peer) => Loaded.Verifier("{}") with { Server = peer.EndPoint };

    public static RecipientVerifier Verifier(VerifierSettings settings, TimeProvider clock) =>
        new("RcptProxy", settings, clock, NullLogger<RecipientVerifier>.Instance);

    /// <summary>The verdict, or a failure where none comes.</summary>
    public static Task<Verdict> VerdictAsync(this RecipientVerifier verifier, Mailbox? recipient = null) =>
        verifier.VerifyAsync(recipient ?? Joe, CancellationToken.None).AsTask().WaitAsync(TestLimits.Wait);
}
