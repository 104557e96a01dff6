using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SmtpSim.Wire;

namespace SmtpSim.Tls;

/// <summary>Why TLS did not start or broke off, in the words of the protocol and not in those of a library.</summary>
internal static partial class TlsTrouble
{
    // OpenSSL counts alerts of the other side from here on (SSL_AD_REASON_OFFSET); a reason has 23 bits.
    private const int FirstAlert = 1000;
    private const int Reason = 0x7FFFFF;

    // As much as a line of a terminal shows.
    private const int MostShown = 60;

    /// <param name="below">What TLS lay on.</param>
    /// <param name="isServer">This side is: what a client says may be a password, and is not shown.</param>
    public static string Of(Exception broken, TransportStream below, bool isServer)
    {
        var root = broken.GetBaseException();
        if (OpensslForm().Match(root.Message) is { Success: true } openssl)
            return OfOpenssl(openssl);
        return root is SocketException ? $"the connection broke: {root.Message}"
            : below.NoTls is not null && isServer ? "what the client says is no TLS"
            : below.NoTls is { } said ? $"what the server says is no TLS: {Excerpt(said)}"
            : below.HasEnded ? "the other side ended the connection"
            : root.Message;
    }

    private static string Excerpt(Octets said) =>
        said.Length > MostShown ? $"\"{said.Slice(0, MostShown)}\"…" : $"\"{said}\"";

    private static string OfOpenssl(Match said)
    {
        var reason = int.Parse(said.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Reason;
        return reason is >= FirstAlert and <= FirstAlert + byte.MaxValue
            ? $"the other side broke it off with the alert {Alerts.Name(reason - FirstAlert)}"
            : said.Groups["words"].Value switch
            {
                "unsupported protocol" or "no protocols available" => "there is no version that both sides have",
                "no shared cipher" => "there is no cipher suite that both sides have",
                var words => $"this side broke it off: {words}",
            };
    }

    // error:0A000102:SSL routines::unsupported protocol
    [GeneratedRegex("^error:(?<code>[0-9A-Fa-f]{8}):.*:(?<words>[^:]+)$")]
    private static partial Regex OpensslForm();
}
