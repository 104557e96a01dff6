using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Wire;

namespace SmtpSim.Transcripts;

/// <summary>
/// Values that are computed: <c>{{b64:\0$user\0$password}}</c>, <c>{{cram-md5:user,password,challenge}}</c>. An argument is the
/// value of that name, or stands for itself where there is none.
/// </summary>
internal static partial class Computed
{
    private static readonly Dictionary<string, Func<string, Variables, string>> Functions = new()
    {
        ["b64"] = (text, values) => Convert.ToBase64String(Octets(text, values)),
        ["unb64"] = (text, values) => OctetText.Of(Decoded(Argument(text, values))),
        ["cram-md5"] = (text, values) => CramMd5(Arguments("cram-md5", text, values, 3)),
        ["scram-first"] = (text, values) => Scram.First(values, Argument(text, values)),
        ["scram-challenge"] = (text, values) => Scram.Challenge(values, Argument(text, values)),
        ["scram-final"] = (text, values) => Scram.Final(values, Arguments("scram-final", text, values, 2)),
        ["scram-verifier"] = (text, values) => Scram.Verifier(values, Argument(text, values)),
    };

    // Of those that take several things: which.
    private static readonly Dictionary<string, string> Takes = new()
    {
        ["cram-md5"] = "user,password,challenge",
        ["scram-final"] = "password,challenge",
    };

    public static IEnumerable<string> Names => Functions.Keys;

    /// <summary>The function that an expression calls, null where it is a plain name.</summary>
    public static string? FunctionOf(string expression) =>
        expression.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? expression[..colon] : null;

    /// <exception cref="MissingValueException">There is no such function, or what it needs is not there.</exception>
    public static string Value(string function, string expression, Variables values)
    {
        if (!Functions.TryGetValue(function, out var compute))
            throw new MissingValueException(expression);
        try
        {
            return compute(expression[(function.Length + 1)..], values);
        }
        catch (FormatException wrong)
        {
            throw new MissingValueException(function, wrong.Message);
        }
    }

    /// <summary>Why a function cannot be called so, null where it can, or where none is called.</summary>
    public static string? Misfit(string expression)
    {
        if (FunctionOf(expression) is not { } function || !Takes.TryGetValue(function, out var takes))
            return null;
        var count = expression.Count(c => c == ',') + 1;
        return takes.Split(',').Length == count ? null : $"'{{{{{expression}}}}}': {function} takes {takes}";
    }

    /// <summary>The names that an expression cannot be computed without.</summary>
    public static IEnumerable<string> Needed(string expression) => FunctionOf(expression) is "b64"
        ? Inserted().Matches(expression).Select(m => m.Groups[1].Value)
        : [];

    /// <exception cref="FormatException">It is no base64.</exception>
    internal static byte[] Decoded(string base64)
    {
        var octets = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, octets, out var length)
            ? octets[..length]
            : throw new FormatException("what it is computed of is no base64 (RFC 4648 4)");
    }

    private static string Argument(string text, Variables values) => values[text] ?? text;

    private static string[] Arguments(string function, string text, Variables values, int count)
    {
        var arguments = text.Split(',').Select(a => Argument(a, values)).ToArray();
        return arguments.Length == count ? arguments : throw new MissingValueException($"{function}:{text}");
    }

    // Values are filled in as they are, not as escapes.
    private static byte[] Octets(string text, Variables values)
    {
        var (octets, at) = (new List<byte>(), 0);
        foreach (Match insert in Inserted().Matches(text))
        {
            octets.AddRange(Unescaped(text[at..insert.Index]));
            var name = insert.Groups[1].Value;
            octets.AddRange(OctetText.Octets(values[name] ?? throw new MissingValueException(name)));
            at = insert.Index + insert.Length;
        }
        return [.. octets, .. Unescaped(text[at..])];
    }

    private static byte[] Unescaped(string text) =>
        Escapes.TryDecode(text, out var octets, out _) ? octets : Encoding.UTF8.GetBytes(text);

#pragma warning disable CA5351 // RFC 2195 says MD5.
    private static string CramMd5(string[] parts)
    {
        var digest = HMACMD5.HashData(OctetText.Octets(parts[1]), Decoded(parts[2]));
        return Convert.ToBase64String(OctetText.Octets($"{parts[0]} {Convert.ToHexStringLower(digest)}"));
    }
#pragma warning restore CA5351

    [GeneratedRegex(@"\$([A-Za-z][A-Za-z0-9._-]*)")]
    private static partial Regex Inserted();
}
