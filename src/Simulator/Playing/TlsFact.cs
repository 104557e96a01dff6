using SmtpSim.Tls;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What a script expects of a handshake: <c>version=1.3 problem=none</c>.</summary>
internal static class TlsFact
{
    // Those of certificates that may be shown, and what is found where none is, or nothing is known of who made it.
    private static readonly string[] Problems =
    [
        "none", "missing", "untrusted",
        .. CertificateKinds.All.Where(k => k is not (CertificateKinds.Good or CertificateKinds.NoChain)),
    ];

    private static readonly string[] Keys = ["version", "cipher", "sni", "alpn", "subject", "issuer", "problem", "end"];

    public static string? Misfit(IEnumerable<string> words)
    {
        var wrong = words.FirstOrDefault(w => !Keys.Contains(w.Split('=')[0]) || !w.Contains('=') || IsNoProblem(w));
        return wrong is null ? null
            : IsNoProblem(wrong) ? $"'{wrong}' is never found; there are {string.Join(", ", Problems)}"
            : $"'{wrong}' is nothing that is known of TLS; there are {string.Join("=, ", Keys)}=";
    }

    // What has a wildcard or a value may be any.
    private static bool IsNoProblem(string word) => word.Split('=', 2) is ["problem", var named]
        && named.Trim('"') is var problem && problem.IndexOfAny(['*', '{']) < 0 && !Problems.Contains(problem);

    /// <summary>Null where all is as expected; what a pattern captures is kept.</summary>
    public static string? Misfit(TlsFacts? facts, IEnumerable<string> words, Variables variables)
    {
        if (facts is null)
            return "TLS is not on";
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var (key, pattern, found) = (word[..equals], word[(equals + 1)..].Trim('"'), Of(facts, word[..equals]));
            if (!Pattern.Matches(pattern, found, variables))
                return $"{key} is '{found}', not '{pattern}'";
        }
        return null;
    }

    private static string Of(TlsFacts facts, string key) => key switch
    {
        "version" => facts.Version,
        "cipher" => facts.Cipher,
        "sni" => facts.ServerName,
        "alpn" => facts.Protocol,
        "subject" => facts.Subject,
        "issuer" => facts.Issuer,
        "end" => facts.End,
        _ => facts.Problem,
    };
}
