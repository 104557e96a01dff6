using System.Security.Cryptography;
using System.Text;

namespace SmtpGate.Outgoing;

/// <summary>A client's half of an authentication (RFC 4422), one answer for each challenge.</summary>
internal abstract class Sasl(string mechanism)
{
    public string Mechanism => mechanism;

    /// <summary>What is said with the command; null where the server speaks first.</summary>
    public virtual byte[]? Initial => null;

    /// <summary>False where the server has not shown that it knows the password, though it should have.</summary>
    public virtual bool IsAssured => true;

    /// <summary>Null where the challenge is none.</summary>
    public abstract byte[]? Answer(byte[] challenge);

    /// <summary>The best of what the server offers; null where there is nothing to be had.</summary>
    /// <param name="offered">What stands behind AUTH in its reply to EHLO.</param>
    /// <param name="mayShow">The password itself may be said: nobody else listens.</param>
    public static Sasl? Choose(string offered, Credentials credentials, bool mayShow)
    {
        var words = offered.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Contains("SCRAM-SHA-256") ? new Scram(credentials)
            : words.Contains("CRAM-MD5") ? new CramMd5(credentials)
            : mayShow && words.Contains("PLAIN") ? new Plain(credentials)
            : mayShow && words.Contains("LOGIN") ? new Login(credentials)
            : null;
    }

    // RFC 4616
    private sealed class Plain(Credentials credentials) : Sasl("PLAIN")
    {
        public override byte[] Initial => Encoding.UTF8.GetBytes($"\0{credentials.User}\0{credentials.Password}");

        public override byte[]? Answer(byte[] challenge) => challenge.Length == 0 ? Initial : null;
    }

    // draft-murchison-sasl-login: whatever it asks, first the name, then the password
    private sealed class Login(Credentials credentials) : Sasl("LOGIN")
    {
        private int _asked;

        public override byte[]? Answer(byte[] challenge) => _asked++ switch
        {
            0 => Encoding.UTF8.GetBytes(credentials.User),
            1 => Encoding.UTF8.GetBytes(credentials.Password),
            _ => null,
        };
    }

    // RFC 2195; kept for hosts that have nothing better.
    private sealed class CramMd5(Credentials credentials) : Sasl("CRAM-MD5")
    {
        public override byte[]? Answer(byte[] challenge)
        {
#pragma warning disable CA5351 // The mechanism is made of it.
            var digest = HMACMD5.HashData(Encoding.UTF8.GetBytes(credentials.Password), challenge);
#pragma warning restore CA5351
            return Encoding.UTF8.GetBytes($"{credentials.User} {Convert.ToHexStringLower(digest)}");
        }
    }

    // RFC 5802, RFC 7677, without channel binding
    private sealed class Scram(Credentials credentials) : Sasl("SCRAM-SHA-256")
    {
        private const string Header = "n,,";

        private const StringComparison Exactly = StringComparison.Ordinal;

        // RFC 7677 4 asks for 4096 at least; more than this is a way to keep a client busy.
        private const int MostIterations = 1_000_000;

        private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        private byte[]? _expected;
        private bool _isSigned;

        public override byte[] Initial => Encoding.UTF8.GetBytes(Header + First);

        public override bool IsAssured => _isSigned;

        // RFC 5802 5.1: these two stand for themselves nowhere.
        private string First =>
            $"n={credentials.User.Replace("=", "=3D", Exactly).Replace(",", "=2C", Exactly)},r={_nonce}";

        public override byte[]? Answer(byte[] challenge)
        {
            var text = Encoding.UTF8.GetString(challenge);
            if (_expected is null)
                return Prove(text);
            _isSigned = text == $"v={Convert.ToBase64String(_expected)}";
            _expected = null;
            return _isSigned ? [] : null;
        }

        private byte[]? Prove(string text)
        {
            // RFC 5802 5.1: each of them stands there once.
            var parts = text.Split(',').Where(p => p is [_, '=', ..]).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[2..]);
            if (!parts.TryGetValue('r', out var nonce) || !nonce.StartsWith(_nonce, StringComparison.Ordinal)
                || !parts.TryGetValue('s', out var salt) || !parts.TryGetValue('i', out var count)
                || !int.TryParse(count, out var iterations) || iterations is < 1 or > MostIterations
                || OctetsOf(salt) is not { } octets)
                return null;
            return Proof(text, nonce, Rfc2898DeriveBytes.Pbkdf2(
                Encoding.UTF8.GetBytes(credentials.Password), octets, iterations, HashAlgorithmName.SHA256, 32));
        }

        private static byte[]? OctetsOf(string base64)
        {
            var octets = new byte[base64.Length];
            return Convert.TryFromBase64String(base64, octets, out var count) ? octets[..count] : null;
        }

        private byte[] Proof(string text, string nonce, byte[] salted)
        {
            var client = HMACSHA256.HashData(salted, "Client Key"u8);
            var without = $"c={Convert.ToBase64String(Encoding.ASCII.GetBytes(Header))},r={nonce}";
            var message = Encoding.UTF8.GetBytes($"{First},{text},{without}");
            var signature = HMACSHA256.HashData(SHA256.HashData(client), message);
            _expected = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), message);
            var proof = client.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray();
            return Encoding.UTF8.GetBytes($"{without},p={Convert.ToBase64String(proof)}");
        }
    }
}
