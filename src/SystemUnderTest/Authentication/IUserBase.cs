namespace SmtpGate.Authentication;

/// <summary>What a user base says of credentials.</summary>
public enum Judgement
{
    Good,
    Bad,

    /// <summary>It cannot be asked now: neither good nor bad (RFC 4954 6: 454).</summary>
    Unavailable,
}

/// <summary>Who may authenticate: a base of the operator's own, apart from the system's accounts.</summary>
public interface IUserBase
{
    /// <summary>Takes as long for a user whom it does not know as for a wrong password.</summary>
    ValueTask<Judgement> CheckAsync(string user, string password, CancellationToken cancel);

    /// <summary>
    /// What SCRAM needs to know of a user; of one who is not there something that looks the same each time and fits no
    /// password. Null where the base cannot be asked now.
    /// </summary>
    ValueTask<ScramKeys?> FindScramKeysAsync(string user, CancellationToken cancel);
}

/// <summary>Says whose a token is (RFC 7628).</summary>
public interface ITokenCheck
{
    /// <param name="claimed">Who the client says it is; empty where it leaves that to the token.</param>
    /// <returns>The user, where the judgement is good.</returns>
    ValueTask<(Judgement Judgement, string User)> CheckAsync(string token, string claimed, CancellationToken cancel);
}
