using System.Text;

namespace SmtpGate.Authentication;

/// <summary>LOGIN, never standardized: asks for the name and then for the password, in words that all clients know.</summary>
public sealed class LoginExchange(IUserBase users) : IExchange
{
    private string? _user;

    public async ValueTask<Step> AnswerAsync(byte[]? response, CancellationToken cancel)
    {
        if (response is null)
            return new Step.Challenge("Username:"u8.ToArray());
        if (_user is not null)
            return await PasswordStep.JudgeAsync(users, _user, Encoding.UTF8.GetString(response), cancel);
        // Some clients say the name as initial response, which nobody has specified either.
        _user = Encoding.UTF8.GetString(response);
        return new Step.Challenge("Password:"u8.ToArray());
    }
}
