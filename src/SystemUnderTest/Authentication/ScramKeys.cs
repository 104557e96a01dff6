using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmtpGate.Authentication;

/// <summary>What a server keeps for SCRAM-SHA-256 (RFC 5802 3): nobody can authenticate with it, or learn the password.</summary>
public sealed record ScramKeys(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    private const string Form = "SCRAM-SHA-256";
    private const int KeyOctets = 32;

    // RFC 7677 4 asks for 4096 at least, and for more as machines get faster. It is the client who pays for each login.
    private const int UsualIterations = 16384;

    /// <param name="password">As Saslprep leaves it.</param>
    public static ScramKeys Of(string password, byte[] salt, int iterations = UsualIterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, KeyOctets);
        var client = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramKeys(iterations, salt, SHA256.HashData(client), HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>Of nobody: the same for a name each time, as long as the secret lasts.</summary>
    public static ScramKeys Fabricated(string user, byte[] secret)
    {
        var seed = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(user));
        return new ScramKeys(UsualIterations, seed[..16], RandomNumberGenerator.GetBytes(KeyOctets), seed);
    }

    /// <summary>The form that PostgreSQL keeps them in.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Form}${Iterations}:{Text(Salt)}${Text(StoredKey)}:{Text(ServerKey)}");

    private static string Text(byte[] octets) => Convert.ToBase64String(octets);

    /// <summary>Null where the text has another form.</summary>
    public static ScramKeys? Parse(string text)
    {
        var parts = text.Split('$', ':');
        if (parts.Length != 5 || parts[0] != Form
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations == 0)
            return null;
        var octets = parts[2..].Select(Base64.Decode).OfType<byte[]>().ToList();
        return octets.Count == 3 && octets[1].Length == KeyOctets && octets[2].Length == KeyOctets
            ? new ScramKeys(iterations, octets[0], octets[1], octets[2])
            : null;
    }
}
