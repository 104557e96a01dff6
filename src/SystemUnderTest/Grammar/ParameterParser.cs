using System.Buffers;
using System.Globalization;

namespace SmtpGate.Grammar;

/// <summary><c>SP keyword[=value]</c> behind a path (RFC 5321 4.1.2), and what those of MAIL mean.</summary>
internal static class ParameterParser
{
    // RFC 1870 6: at most 20 digits
    private const int LongestSize = 20;

    private static readonly string[] Known = ["SIZE", "BODY", "SMTPUTF8", "REQUIRETLS", "AUTH", "RET", "ENVID"];

    // esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
    private static readonly SearchValues<byte> Keyword =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"u8);

    // esmtp-value = 1*(%d33-60 / %d62-126): no "=", no space, no control
    private static readonly SearchValues<byte> Value =
        SearchValues.Create(Enumerable.Range(33, 94).Select(i => (byte)i).Where(b => b != '=').ToArray());

    /// <summary>All parameters up to the end of the line; null where one is malformed or comes twice.</summary>
    public static List<Parameter>? All(ref Cursor cursor)
    {
        var parameters = new List<Parameter>();
        while (!cursor.AtEnd)
        {
            if (One(ref cursor) is not { } next || parameters.Exists(p => p.Keyword == next.Keyword))
                return null;
            parameters.Add(next);
        }
        return parameters;
    }

    /// <summary>The parameters as MAIL has them, or the reply to a wrong one.</summary>
    public static Reply? Mail(List<Parameter> parameters, out MailParameters with)
    {
        with = MailParameters.None;
        foreach (var parameter in parameters)
        {
            if (Apply(parameter, ref with) is { } wrong)
                return wrong;
        }
        return null;
    }

    private static Parameter? One(ref Cursor cursor)
    {
        if (!cursor.Take(' '))
            return null;
        while (cursor.Take(' '))
        {
            // More than one space is tolerated, as trailing white space is (RFC 5321 4.1.1).
        }
        var start = cursor.At;
        if (cursor.Next == '-' || cursor.TakeAll(Keyword) == 0)
            return null;
        var keyword = cursor.Since(start).ToUpperInvariant();
        if (!cursor.Take('='))
            return new Parameter(keyword, null);
        var value = cursor.At;
        while (cursor.TakeAll(Value) > 0 || cursor.TakeInternational())
        {
            // RFC 6531 3.3: esmtp-value =/ UTF8-non-ascii
        }
        return cursor.At > value ? new Parameter(keyword, cursor.Since(value)) : null;
    }

    private static Reply? Apply(Parameter parameter, ref MailParameters with)
    {
        switch (parameter.Keyword)
        {
            case "SIZE" when Size(parameter.Value) is { } size:
                with = with with { Size = size };
                return null;
            case "BODY" when Body(parameter.Value) is { } body:
                with = with with { Body = body };
                return null;
            case "SMTPUTF8" when parameter.Value is null:
                with = with with { Utf8 = true };
                return null;
            case "REQUIRETLS" when parameter.Value is null:
                with = with with { RequiresTls = true };
                return null;
            case "AUTH" when Submitter(parameter.Value) is { } auth:
                with = with with { Auth = auth };
                return null;
            case "RET" when ReportParameters.Return(parameter.Value) is { } part:
                with = with with { Return = part };
                return null;
            case "ENVID" when ReportParameters.IsEnvelopeId(parameter.Value):
                with = with with { EnvelopeId = parameter.Value };
                return null;
            default:
                return Known.Contains(parameter.Keyword) ? Replies.BadParameter : Replies.UnknownParameter;
        }
    }

    // RFC 4954 5: "<>" or a mailbox, in xtext
    private static ReversePath? Submitter(string? value)
    {
        if (value is null || Xtext.Decode(value) is not { } octets)
            return null;
        if (octets.AsSpan().SequenceEqual("<>"u8))
            return ReversePath.Null;
        var cursor = new Cursor([(byte)'<', .. octets, (byte)'>']);
        return MailboxParser.ReversePath(ref cursor) is { Mailbox: not null } path && cursor.AtEnd ? path : null;
    }

    private static BodyKind? Body(string? value) => value?.ToUpperInvariant() switch
    {
        "7BIT" => BodyKind.SevenBit,
        "8BITMIME" => BodyKind.EightBit,
        "BINARYMIME" => BodyKind.Binary,
        _ => null,
    };

    // Twenty digits may be more than 64 bits hold; then it is more than any limit, too.
    private static ulong? Size(string? value) => value switch
    {
        null or { Length: > LongestSize } => null,
        _ when !value.All(char.IsAsciiDigit) => null,
        _ => ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : ulong.MaxValue,
    };
}
