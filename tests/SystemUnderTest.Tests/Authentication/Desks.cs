using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

/// <summary>Everything that authentication needs, with one user: joe, whose password is pass.</summary>
internal sealed class Desks
{
    public Desks(AuthenticationOptions? options = null)
    {
        Options = options ?? Usual;
        Ledger = new FailureLedger(Clock);
        Desk = new AuthenticationDesk(Options, Ledger, Clock, NullLogger<AuthenticationDesk>.Instance);
    }

    public static AuthenticationOptions Usual { get; } = new(
        null, null, ["PLAIN", "LOGIN"], Required: false, BeforeTls: true, LegacyLine: false,
        TimeSpan.FromSeconds(10), 3, new FailureLimits(null, null, TimeSpan.FromMinutes(15)));

    public ManualTime Clock { get; } = new();

    public AuthenticationOptions Options { get; }

    public FailureLedger Ledger { get; }

    public AuthenticationDesk Desk { get; }

    public KnownUsers Users { get; } = new("joe", "pass");

    public AuthenticationSink Sink() =>
        new(Options, [.. Options.Mechanisms.Select(m => Mechanisms.Of(m, Users, null))], Desk);

    public AuthenticationDialogue Dialogue(string mechanism = "PLAIN") => new(Mechanisms.Of(mechanism, Users, null), Desk);
}
