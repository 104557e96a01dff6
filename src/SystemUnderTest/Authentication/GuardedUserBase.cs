using System.Security.Cryptography;

namespace SmtpGate.Authentication;

/// <summary>A user base that is not asked about users at whom too many have guessed.</summary>
public sealed class GuardedUserBase(IUserBase users, FailureLedger ledger, FailureLimits limits) : IUserBase
{
    public ValueTask<Judgement> CheckAsync(string user, string password, CancellationToken cancel) =>
        ledger.IsBlocked(user, limits) ? new(Judgement.Bad) : users.CheckAsync(user, password, cancel);

    // With keys that no proof fits: whoever guesses sees nothing of the guess, right or wrong.
    public async ValueTask<ScramKeys?> FindScramKeysAsync(string user, CancellationToken cancel)
    {
        var keys = await users.FindScramKeysAsync(user, cancel);
        return keys is not null && ledger.IsBlocked(user, limits)
            ? keys with { StoredKey = RandomNumberGenerator.GetBytes(keys.StoredKey.Length) }
            : keys;
    }
}
