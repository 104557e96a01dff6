using System.Security.Cryptography;
using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Transcripts;

/// <summary>
/// SCRAM-SHA-256 (RFC 5802, RFC 7677), both sides. What was said before is kept among the values, since each message depends
/// on it. Nonces are always the same, unless the values <c>cnonce</c> and <c>snonce</c> say otherwise: a run can be repeated.
/// </summary>
internal static class Scram
{
    private const string Bare = "scram.bare";
    private const string ServerFirst = "scram.server-first";
    private const string Said = "scram.challenge";
    private const string WithoutProof = "scram.without-proof";

    // RFC 7677 4: at least 4096.
    private const int Iterations = 4096;
    private const string NoChannelBinding = "n,,";

    // RFC 5802 5.1: "c" is the header of channel binding, in base64.
    private static readonly string BindingSaid = $"c={Encoded(NoChannelBinding)}";

    /// <summary>The client's first message.</summary>
    public static string First(Variables values, string user)
    {
        var name = user.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);
        var bare = $"n={name},r={values["cnonce"] ?? "smtpsim-client"}";
        values.Set(Bare, bare);
        return Encoded(NoChannelBinding + bare);
    }

    /// <summary>The server's first message, an answer to the client's; as <c>scram.challenge</c> it is a value, too.</summary>
    public static string Challenge(Variables values, string clientFirst)
    {
        var said = Text(clientFirst);
        var bare = said[(said.IndexOf("n=", StringComparison.Ordinal) is >= 0 and var at ? at : throw Missing('n'))..];
        values.Set(Bare, bare);
        var salt = values["salt"] ?? Encoded("smtpsim-salt");
        var first = $"r={Part(bare, 'r')}{values["snonce"] ?? "-server"},s={salt},i={Iterations}";
        return Remembered(values, Said, Encoded(Remembered(values, ServerFirst, first)));
    }

    /// <summary>The client's final message: the password and the server's first, in base64.</summary>
    public static string Final(Variables values, string[] arguments)
    {
        var first = Remembered(values, ServerFirst, Text(arguments[1]));
        // RFC 5802 5.1: the client MUST verify that, and MUST NOT go on otherwise.
        if (!Part(first, 'r').StartsWith(Part(Known(values, Bare), 'r'), StringComparison.Ordinal))
            throw new FormatException("the server's nonce does not begin with the client's (RFC 5802 5.1)");
        var without = Remembered(values, WithoutProof, $"{BindingSaid},r={Part(first, 'r')}");
        var clientKey = Keyed(Salted(arguments[0], first), "Client Key");
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Message(values));
        RequireOrder(first);
        var proof = clientKey.Zip(signature, (key, sign) => (byte)(key ^ sign)).ToArray();
        return Encoded($"{without},p={Convert.ToBase64String(proof)}");
    }

    /// <summary>The server's final message, which proves that it knows the password, too.</summary>
    public static string Verifier(Variables values, string password)
    {
        var first = Known(values, ServerFirst);
        if (values[WithoutProof] is null)
            values.Set(WithoutProof, $"{BindingSaid},r={Part(first, 'r')}");
        var signature = HMACSHA256.HashData(Keyed(Salted(password, first), "Server Key"), Message(values));
        return Encoded($"v={Convert.ToBase64String(signature)}");
    }

    // RFC 5802 7: in this order, and in front of it nothing: "m=" would be an extension that is mandatory, and none is known.
    private static void RequireOrder(string first)
    {
        if (first.Split(',') is not [['r', '=', ..], ['s', '=', ..], ['i', '=', ..], ..])
            throw new FormatException("the server's first message does not begin with r=, s= and i= (RFC 5802 7)");
    }

    private static byte[] Message(Variables values) => OctetText.Octets(
        $"{Known(values, Bare)},{Known(values, ServerFirst)},{Known(values, WithoutProof)}");

    private static byte[] Salted(string password, string serverFirst)
    {
        var (salt, iterations) = (Computed.Decoded(Part(serverFirst, 's')), Part(serverFirst, 'i'));
        return int.TryParse(iterations, out var count) && count is > 0 and <= 10_000_000
            ? Rfc2898DeriveBytes.Pbkdf2(OctetText.Octets(password), salt, count, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes)
            : throw new FormatException($"'i={iterations}' is no count of iterations (RFC 5802 5.1)");
    }

    private static byte[] Keyed(byte[] salted, string purpose) => HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes(purpose));

    private static string Part(string message, char key) =>
        message.Split(',').FirstOrDefault(p => p.Length > 1 && p[0] == key && p[1] == '=')?[2..] ?? throw Missing(key);

    private static FormatException Missing(char key) => new($"there is no '{key}=' in the message (RFC 5802 5.1)");

    private static string Text(string base64) => OctetText.Of(Computed.Decoded(base64));

    private static string Encoded(string text) => Convert.ToBase64String(OctetText.Octets(text));

    private static string Known(Variables values, string name) => values[name] ?? throw new MissingValueException(name);

    private static string Remembered(Variables values, string name, string text)
    {
        values.Set(name, text);
        return text;
    }
}
