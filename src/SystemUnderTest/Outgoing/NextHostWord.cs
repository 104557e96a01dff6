using System.Text.RegularExpressions;
using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>A refusal of the next host, fit to be said to the client.</summary>
internal static partial class NextHostWord
{
    /// <summary>Code, enhanced code and text as they came; what is no printable ASCII becomes a question mark.</summary>
    public static Reply PassOn(Reply reply)
    {
        // 421 would end this session, not only this message (RFC 5321 3.8).
        var code = reply.Code == 421 ? 451 : reply.Code;
        var parts = Form().Match(reply.Lines[0]);
        var fits = parts.Groups["class"].Value == (code / 100).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var enhanced = fits ? parts.Groups["enhanced"].Value : $"{code / 100}.0.0";
        var text = parts.Groups["text"].Value;
        return new Reply(code, enhanced, Unprintable().Replace(text.Length == 0 ? "Refused by the next host" : text, "?"));
    }

    [GeneratedRegex(@"^((?<enhanced>(?<class>[245])\.[0-9]{1,3}\.[0-9]{1,3})( |$))?(?<text>.*)$", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("[^ -~]")]
    private static partial Regex Unprintable();
}
