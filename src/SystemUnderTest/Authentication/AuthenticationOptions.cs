namespace SmtpGate.Authentication;

/// <summary>How a virtual server lets clients show who they are.</summary>
/// <param name="Users">The file of users; null: there are none.</param>
/// <param name="Tokens">Who says whose a token is; null: tokens are not taken.</param>
/// <param name="Mechanisms">By their names, as they are offered.</param>
/// <param name="Required">Nobody sends mail without (RFC 4954 6).</param>
/// <param name="BeforeTls">Offered in clear, too, where whoever listens can read the password.</param>
/// <param name="LegacyLine">EHLO also says <c>AUTH=</c>, as clients of the last century want it.</param>
/// <param name="Tarpit">How long a client waits to hear that it failed.</param>
/// <param name="Tries">So many failures end a session; RFC 4954 9 wants three at least.</param>
public sealed record AuthenticationOptions(
    string? Users,
    IntrospectionOptions? Tokens,
    IReadOnlyList<string> Mechanisms,
    bool Required,
    bool BeforeTls,
    bool LegacyLine,
    TimeSpan Tarpit,
    int Tries,
    FailureLimits Failures);

/// <summary>The OAuth server that is asked (RFC 7662).</summary>
/// <param name="Secret">The gateway's own, for that server.</param>
public sealed record IntrospectionOptions(Uri Server, string Client, string Secret, string UserClaim, TimeSpan TimeLimit)
{
    public override string ToString() => $"{Server} as {Client}";
}
