using System.Text;

namespace SmtpGate.Authentication;

/// <summary>PLAIN (RFC 4616): authorization identity, NUL, user, NUL, password.</summary>
public sealed class PlainExchange(IUserBase users) : IExchange
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public async ValueTask<Step> AnswerAsync(byte[]? response, CancellationToken cancel)
    {
        if (response is null)
            return new Step.Challenge([]);
        var parts = Text(response)?.Split('\0');
        if (parts is not { Length: 3 } || parts[1].Length == 0 || parts[2].Length == 0)
            return new Step.Malformed();
        // Nobody may act for somebody else here.
        if (parts[0].Length > 0 && parts[0] != parts[1])
            return new Step.Failure(Saslprep.Prepare(parts[1]) ?? "");
        return await PasswordStep.JudgeAsync(users, parts[1], parts[2], cancel);
    }

    private static string? Text(byte[] octets)
    {
        try
        {
            return Strict.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
