using System.Text;

namespace SmtpGate.Grammar;

/// <summary>What a client may say of reports, behind MAIL and RCPT (RFC 3461 4).</summary>
internal static class ReportParameters
{
    // RFC 3461 4.4 and 4.2
    private const int LongestEnvelopeId = 100;
    private const int LongestOriginal = 500;

    /// <summary>The parameters as RCPT has them, or the reply to a wrong one.</summary>
    public static Reply? Recipient(List<Parameter> parameters, out RecipientParameters with)
    {
        with = RecipientParameters.None;
        foreach (var parameter in parameters)
        {
            switch (parameter.Keyword)
            {
                case "NOTIFY" when Notify(parameter.Value) is { } notify:
                    with = with with { Notify = notify };
                    break;
                case "ORCPT" when IsOriginal(parameter.Value):
                    with = with with { Original = parameter.Value };
                    break;
                default:
                    return parameter.Keyword is "NOTIFY" or "ORCPT" ? Replies.BadParameter : Replies.UnknownParameter;
            }
        }
        return null;
    }

    public static ReturnedPart? Return(string? value) => value?.ToUpperInvariant() switch
    {
        "FULL" => ReturnedPart.Whole,
        "HDRS" => ReturnedPart.Header,
        _ => null,
    };

    // RFC 3461 4.4: printable US-ASCII after decoding
    public static bool IsEnvelopeId(string? value) => value is { Length: <= LongestEnvelopeId }
        && Xtext.Decode(value) is { } octets && octets.All(o => o < 128);

    // notify-esmtp-value = "NEVER" / 1#notify-list-element
    private static Notify? Notify(string? value)
    {
        if (string.Equals(value, "NEVER", StringComparison.OrdinalIgnoreCase))
            return Grammar.Notify.Never;
        var wanted = Grammar.Notify.Never;
        foreach (var word in value?.Split(',') ?? [""])
        {
            Notify? one = word.ToUpperInvariant() switch
            {
                "SUCCESS" => Grammar.Notify.Success,
                "FAILURE" => Grammar.Notify.Failure,
                "DELAY" => Grammar.Notify.Delay,
                _ => null,
            };
            if (one is not { } known)
                return null;
            wanted |= known;
        }
        return wanted;
    }

    // original-recipient-address = addr-type ";" xtext, where addr-type is an atom; one of the type utf-8 is RFC 6533's
    private static bool IsOriginal(string? value)
    {
        if (value?.IndexOf(';') is not (> 0 and var at) || at + 1 == value.Length
            || Encoding.UTF8.GetByteCount(value) > LongestOriginal)
            return false;
        var (type, address) = (value[..at], value[(at + 1)..]);
        return Utf8Address.IsType(type)
            ? Utf8Address.IsEncoded(address)
            : type.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && Xtext.Decode(address) is not null;
    }
}
