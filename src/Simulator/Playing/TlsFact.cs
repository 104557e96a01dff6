using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What a script expects of a handshake: <c>version=1.3 problem=none</c>.</summary>
internal static class TlsFact
{
    private static readonly string[] Keys = ["version", "cipher", "sni", "alpn", "subject", "issuer", "problem", "end"];

    public static string? Misfit(IEnumerable<string> words)
    {
        var wrong = words.FirstOrDefault(w => !Keys.Contains(w.Split('=')[0]) || !w.Contains('='));
        return wrong is null ? null : $"'{wrong}' is nothing that is known of TLS; there are {string.Join("=, ", Keys)}=";
    }

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
