using System.Text.RegularExpressions;

namespace SmtpGate.Authentication;

/// <summary>The client's first message of SCRAM (RFC 5802 7).</summary>
/// <param name="Header">Says how the channel is bound, and for whom the client acts; comma at its end.</param>
/// <param name="Bare">What stands behind the header.</param>
/// <param name="IsForSelf">The client acts for nobody but itself.</param>
public sealed partial record ScramFirst(string Header, string Bare, string User, string Nonce, bool IsForSelf)
{
    // "y": the client knows channel binding and thinks that the server does not, which is true
    private const string Pattern = @"^(?<header>[ny],(a=(?<for>[^,\0]+))?,)"
        + @"(?<bare>n=(?<user>[^,\0]+),r=(?<nonce>[\x21-\x2B\x2D-\x7E]+)(,[A-Za-z]=[^,\0]+)*)\z";

    /// <summary>Null where it is none, or demands a channel binding that was not offered.</summary>
    public static ScramFirst? Parse(string text)
    {
        var parts = Form().Match(text);
        if (!parts.Success || Name(parts.Groups["user"].Value) is not { } user)
            return null;
        var actor = parts.Groups["for"];
        return new ScramFirst(
            parts.Groups["header"].Value,
            parts.Groups["bare"].Value,
            user,
            parts.Groups["nonce"].Value,
            !actor.Success || Name(actor.Value) == user);
    }

    // saslname: "," is written =2C, "=" is written =3D
    private static string? Name(string written) => Escape().IsMatch(written)
        ? null
        : Saslprep.Prepare(written.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal));

    [GeneratedRegex(Pattern)]
    private static partial Regex Form();

    [GeneratedRegex("=(?!2C|3D)")]
    private static partial Regex Escape();
}
