using System.Text;

namespace SmtpGate.Authentication;

/// <summary>OAUTHBEARER (RFC 7628) and XOAUTH2, its forerunner: a token instead of a password.</summary>
/// <param name="isForerunner">XOAUTH2: names the user in a field of its own and has no header.</param>
public sealed class BearerExchange(ITokenCheck tokens, bool isForerunner) : IExchange
{
    // RFC 7628 3.2.2; the client answers it with something that says nothing.
    private static readonly byte[] Refusal = """{"status":"invalid_token"}"""u8.ToArray();

    private bool _isRefused;

    public async ValueTask<Step> AnswerAsync(byte[]? response, CancellationToken cancel)
    {
        if (_isRefused)
            return new Step.Over();
        if (response is null)
            return new Step.Challenge([]);
        if (Read(Encoding.UTF8.GetString(response)) is not var (claimed, token))
            return new Step.Malformed();
        var (judgement, user) = await tokens.CheckAsync(token, claimed, cancel);
        if (judgement == Judgement.Unavailable)
            return new Step.Unavailable();
        if (judgement == Judgement.Good)
            return new Step.Success(user);
        _isRefused = true;
        return new Step.Refusal(Refusal, Saslprep.Prepare(claimed) ?? "");
    }

    // n,a=user@example.com,^Ahost=server^Aport=587^Aauth=Bearer token^A^A   and   user=name^Aauth=Bearer token^A^A
    private (string Claimed, string Token)? Read(string text)
    {
        var fields = text.Split('\x01');
        if (fields.Length < 4 || fields[^1].Length > 0 || fields[^2].Length > 0)
            return null;
        var token = fields.Skip(1).Select(Token).FirstOrDefault(t => t is not null);
        return Claimed(fields[0]) is { } claimed && token is { Length: > 0 } ? (claimed, token) : null;
    }

    private string? Claimed(string first)
    {
        if (isForerunner)
            return first.StartsWith("user=", StringComparison.Ordinal) ? first[5..] : null;
        var parts = first.Split(',');
        if (parts.Length != 3 || parts[0] is not ("n" or "y") || parts[2].Length > 0)
            return null;
        return parts[1].StartsWith("a=", StringComparison.Ordinal) ? parts[1][2..] : parts[1].Length == 0 ? "" : null;
    }

    private static string? Token(string field) => field.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase)
        ? field["auth=Bearer ".Length..].Trim()
        : null;
}
