using System.Security.Cryptography;
using System.Text;

namespace SmtpGate.Authentication;

/// <summary>SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding: the password never crosses the wire.</summary>
/// <param name="nonce">The server's part of the nonce: printable ASCII without a comma.</param>
public sealed class ScramExchange(IUserBase users, Func<string> nonce) : IExchange
{
    private ScramFirst? _first;
    private ScramKeys? _keys;
    private string _serverFirst = "";
    private string _nonce = "";
    private bool _isProven;

    public async ValueTask<Step> AnswerAsync(byte[]? response, CancellationToken cancel)
    {
        if (response is null)
            return new Step.Challenge([]);
        if (_first is null)
            return await BeginAsync(Encoding.UTF8.GetString(response), cancel);
        if (!_isProven)
            return Prove(Encoding.UTF8.GetString(response));
        // RFC 4954 4: what the server says last is a challenge, too, and answered with nothing.
        return response.Length == 0 ? new Step.Success(_first.User) : new Step.Malformed();
    }

    private async ValueTask<Step> BeginAsync(string text, CancellationToken cancel)
    {
        _first = ScramFirst.Parse(text);
        if (_first is null)
            return new Step.Malformed();
        _keys = await users.FindScramKeysAsync(_first.User, cancel);
        if (_keys is null)
            return new Step.Unavailable();
        _nonce = _first.Nonce + nonce();
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(_keys.Salt)},i={_keys.Iterations}";
        return new Step.Challenge(Encoding.UTF8.GetBytes(_serverFirst));
    }

    // client-final-message = channel-binding "," nonce ["," extensions] "," proof
    private Step Prove(string text)
    {
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0 || Base64.Decode(text[(proofAt + 3)..]) is not { Length: 32 } proof)
            return new Step.Malformed();
        var withoutProof = text[..proofAt];
        var expected = $"c={Convert.ToBase64String(Encoding.UTF8.GetBytes(_first!.Header))},r={_nonce}";
        // Further attributes are extensions that nobody has to know (RFC 5802 5.1).
        if (withoutProof != expected && !withoutProof.StartsWith(expected + ",", StringComparison.Ordinal))
            return new Step.Failure(_first.User);
        var all = Encoding.UTF8.GetBytes($"{_first.Bare},{_serverFirst},{withoutProof}");
        if (!IsRight(proof, all) || !_first.IsForSelf)
            return new Step.Failure(_first.User);
        _isProven = true;
        var signature = HMACSHA256.HashData(_keys!.ServerKey, all);
        return new Step.Challenge(Encoding.ASCII.GetBytes($"v={Convert.ToBase64String(signature)}"));
    }

    private bool IsRight(byte[] proof, byte[] all)
    {
        var signature = HMACSHA256.HashData(_keys!.StoredKey, all);
        for (var i = 0; i < proof.Length; i++)
            signature[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(signature), _keys.StoredKey);
    }
}
