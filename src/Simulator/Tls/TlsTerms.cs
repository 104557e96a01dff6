using System.Net.Security;
using System.Security.Authentication;

namespace SmtpSim.Tls;

/// <summary>What has to come of a handshake.</summary>
public enum HandshakeEnd
{
    Done,

    /// <summary>The other side breaks it off, or ends the connection right behind it.</summary>
    Refused,

    Either,
}

/// <summary>How a side takes part in a handshake: <c>min=1.2 sni=mx.example cert=expired</c>.</summary>
/// <param name="ServerName">As client: the name asked for (SNI) and checked; null: none is sent.</param>
/// <param name="Certificate">A kind of the zoo, or a PEM file with certificate and key; as client null for none.</param>
/// <param name="Host">As server: the name the zoo's certificate is for.</param>
/// <param name="Verify">As client: a certificate that has a problem ends the handshake.</param>
/// <param name="AsksForCertificate">As server: the client is asked for one.</param>
public sealed record TlsTerms(
    SslProtocols Versions = SslProtocols.None, string? ServerName = null, string? Certificate = null, string Host = "sim.example",
    bool Verify = false, bool AsksForCertificate = false, string? Protocol = null, IReadOnlyList<TlsCipherSuite>? Ciphers = null,
    HandshakeEnd Expected = HandshakeEnd.Done)
{
    private static readonly string[] VersionNames = ["1.0", "1.1", "1.2", "1.3"];

    /// <summary>The keys that <see cref="Parse"/> knows.</summary>
    public static readonly IReadOnlyList<string> Keys =
        ["min", "max", "sni", "cert", "name", "verify", "ask", "alpn", "ciphers", "expect", "obey"];

    /// <summary>Null, and what is wrong, where one of the words is no <c>key=value</c> that can be used.</summary>
    public static TlsTerms? Parse(IEnumerable<string> words, out string wrong)
    {
        var (terms, min, max) = (new TlsTerms(), 0, VersionNames.Length - 1);
        wrong = "";
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (word, "") : (word[..equals], word[(equals + 1)..]);
            if (key is "min" or "max" && Array.IndexOf(VersionNames, value) is >= 0 and var version)
                (min, max) = key == "min" ? (version, max) : (min, version);
            else if (With(terms, key, value) is { } next)
                terms = next;
            else
            {
                wrong = Explain(key, value);
                return null;
            }
        }
        if (min <= max)
            return terms with { Versions = Between(min, max) };
        wrong = $"min={VersionNames[min]} is above max={VersionNames[max]}";
        return null;
    }

    private static TlsTerms? With(TlsTerms terms, string key, string value) => (key, value) switch
    {
        (_, "") => null,
        ("sni", _) => terms with { ServerName = value },
        ("cert", _) when CertificateKinds.All.Contains(value) || value.EndsWith(".pem", StringComparison.Ordinal) =>
            terms with { Certificate = value },
        ("name", _) => terms with { Host = value },
        ("verify", "on" or "off") => terms with { Verify = value == "on" },
        ("ask", "on" or "off") => terms with { AsksForCertificate = value == "on" },
        ("alpn", _) => terms with { Protocol = value },
        ("ciphers", _) => Suites(value) is { } suites ? terms with { Ciphers = suites } : null,
        // Of the session, not of the handshake: whether what was said in plain text before it counts.
        ("obey", "on" or "off") => terms,
        ("expect", "done") => terms with { Expected = HandshakeEnd.Done },
        ("expect", "refused") => terms with { Expected = HandshakeEnd.Refused },
        ("expect", "either") => terms with { Expected = HandshakeEnd.Either },
        _ => null,
    };

    private static TlsCipherSuite[]? Suites(string names)
    {
        var suites = names.Split(',').Select(name => Enum.TryParse<TlsCipherSuite>(name, out var suite) ? suite : default);
        return suites.Contains(default) ? null : [.. suites];
    }

    private static string Explain(string key, string value) => key switch
    {
        "min" or "max" => $"'{key}={value}' is no version of TLS; there are {string.Join(", ", VersionNames)}",
        "cert" => $"'{value}' is no certificate; there are {string.Join(", ", CertificateKinds.All)}, and FILE.pem",
        "verify" or "ask" or "obey" => $"{key} is on or off, not '{value}'",
        "ciphers" => $"'{value}' is no list of cipher suites like TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384",
        "expect" => $"expect is done, refused or either, not '{value}'",
        _ when Keys.Contains(key) => $"'{key}' needs a value: {key}=…",
        _ => $"'{key}' is nothing a handshake knows{Nearest(key)}; there are {string.Join("=, ", Keys)}=",
    };

    private static string Nearest(string key) => Keys.FirstOrDefault(k => k[0] == key.FirstOrDefault()) is { } near
        ? $"; did you mean '{near}'?"
        : "";

#pragma warning disable CA5397, SYSLIB0039 // Old versions are what a test may have to offer.
    private static SslProtocols Between(int min, int max)
    {
        SslProtocols[] all = [SslProtocols.Tls, SslProtocols.Tls11, SslProtocols.Tls12, SslProtocols.Tls13];
        return all[min..(max + 1)].Aggregate((one, other) => one | other);
    }
#pragma warning restore CA5397, SYSLIB0039
}
