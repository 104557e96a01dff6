using System.Security.Cryptography;
using System.Text;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>
/// The server's side of AUTH (RFC 4954). Anybody may be anybody, unless the server's values <c>user</c> and <c>password</c>
/// say who alone. What the client says is never kept.
/// </summary>
public sealed class AuthDialogue(Offer offer, Variables values)
{
    private static readonly ServedReply Welcome = new("235 2.7.0 Welcome");
    private static readonly ServedReply Wrong = new("535 5.7.8 Wrong name or password");
    private static readonly ServedReply Cancelled = new("501 5.7.0 Cancelled");
    private static readonly ServedReply NotBase64 = new("501 5.5.2 That is not base64");
    private static readonly ServedReply Unknown = new("504 5.5.4 No such mechanism");
    private static readonly ServedReply GoOn = new("334 ");
    private static readonly ServedReply AskName = new("334 VXNlcm5hbWU6");
    private static readonly ServedReply AskPassword = new("334 UGFzc3dvcmQ6");

    // RFC 2195 2: anything that is never the same would do; a simulator is always the same.
    private const string Challenge = "<1.1@sim.example>";
    private static readonly ServedReply AskDigest = new("334 " + Convert.ToBase64String(Encoding.ASCII.GetBytes(Challenge)));

    private string _mechanism = "";
    private string? _name;

    /// <summary>Who the client turned out to be, null while that is not known.</summary>
    public string? Identity { get; private set; }

    /// <summary>True while the client's next line belongs to this dialogue.</summary>
    public bool GoesOn { get; private set; }

    /// <param name="argument">What stands behind AUTH.</param>
    public ServedReply Begin(string argument)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _mechanism = words.FirstOrDefault("").ToUpperInvariant();
        if (!offer.Mechanisms.Contains(_mechanism, StringComparer.OrdinalIgnoreCase))
            return Unknown;
        GoesOn = true;
        if (_mechanism == "CRAM-MD5")
            return AskDigest;
        // RFC 4954 4: "=" is an initial response of no octets.
        return words.Length > 1 ? Next(words[1] == "=" ? "" : words[1]) : _mechanism == "LOGIN" ? AskName : GoOn;
    }

    /// <summary>The client's next line is none: it has no CRLF, or a bare CR in it.</summary>
    public ServedReply Misformed() => Ended(DefaultReplies.Misformed);

    /// <param name="line">The client's next line.</param>
    public ServedReply Next(string line)
    {
        if (line == "*")
            return Ended(Cancelled);
        var buffer = new byte[line.Length];
        if (!Convert.TryFromBase64String(line, buffer, out var length))
            return Ended(NotBase64);
        var said = Encoding.UTF8.GetString(buffer, 0, length);
        return _mechanism switch
        {
            "LOGIN" when _name is null => Asked(said),
            "LOGIN" => Judged(_name, said == (values["password"] ?? said)),
            "CRAM-MD5" => JudgedDigest(said.Split(' ')),
            "PLAIN" => JudgedPlain(said.Split('\0')),
            _ => JudgedToken(said.Split('\u0001', ',')),
        };
    }

    private ServedReply Asked(string name)
    {
        _name = name;
        return AskPassword;
    }

    // RFC 4616 2: [authzid] NUL authcid NUL passwd
    private ServedReply JudgedPlain(string[] parts) => parts.Length == 3
        ? Judged(parts[1], parts[2] == (values["password"] ?? parts[2]))
        : Ended(Wrong);

    private ServedReply JudgedDigest(string[] parts) => parts.Length == 2
        ? Judged(parts[0], values["password"] is not { } password || parts[1] == Digest(password))
        : Ended(Wrong);

    // RFC 7628 3.1 and its forerunner: "n,a=USER,^Aauth=Bearer TOKEN^A^A", "user=USER^Aauth=Bearer TOKEN^A^A". The password is
    // the token; of what has none, nothing is known here.
    private ServedReply JudgedToken(string[] parts)
    {
        var name = parts.FirstOrDefault(p => p.StartsWith("user=") || p.StartsWith("a="))?.Split('=', 2)[1];
        var isKnown = values["password"] is not { } token || parts.Contains($"auth=Bearer {token}");
        return Judged(name ?? values["user"] ?? "token", isKnown);
    }

#pragma warning disable CA5351 // RFC 2195 says MD5.
    private static string Digest(string password) => Convert.ToHexStringLower(
        HMACMD5.HashData(Encoding.UTF8.GetBytes(password), Encoding.ASCII.GetBytes(Challenge)));
#pragma warning restore CA5351

    private ServedReply Judged(string name, bool proven)
    {
        Identity = proven && name == (values["user"] ?? name) ? name : null;
        return Ended(Identity is null ? Wrong : Welcome);
    }

    private ServedReply Ended(ServedReply reply)
    {
        GoesOn = false;
        return reply;
    }
}
