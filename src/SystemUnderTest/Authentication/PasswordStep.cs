namespace SmtpGate.Authentication;

/// <summary>A name and a password, judged.</summary>
public static class PasswordStep
{
    public static async ValueTask<Step> JudgeAsync(IUserBase users, string user, string password, CancellationToken cancel)
    {
        // What no name or password can be is as wrong as any other, and takes as long (RFC 4616 2).
        var name = Saslprep.Prepare(user) ?? "";
        return await users.CheckAsync(name, Saslprep.Prepare(password) ?? "", cancel) switch
        {
            Judgement.Good => new Step.Success(name),
            Judgement.Unavailable => new Step.Unavailable(),
            _ => new Step.Failure(name),
        };
    }
}
