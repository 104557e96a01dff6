namespace SmtpGate.Authentication;

/// <summary>A user base that is not asked about users at whom too many have guessed.</summary>
public sealed class GuardedUserBase(IUserBase users, FailureLedger ledger, FailureLimits limits) : IUserBase
{
    public ValueTask<Judgement> CheckAsync(string user, string password, CancellationToken cancel) =>
        ledger.IsBlocked(user, limits) ? new(Judgement.Bad) : users.CheckAsync(user, password, cancel);

    public ValueTask<ScramKeys?> FindScramKeysAsync(string user, CancellationToken cancel) =>
        users.FindScramKeysAsync(user, cancel);
}
