using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Transcripts;

/// <summary>Texts for generated transcripts, each such as may stand in its place.</summary>
internal static class AnyText
{
    private static readonly string[] Pieces =
    [
        "EHLO", " ", "  ", "250", "-", "{{client}}", "{{ a }}", "{name}", "{n:[0-9]+}", "*", "<a@b.example>", "ü",
        "漢", "😀", "\t", "\r", "\"", "\\", "\\q", "# ", "@end", "or ", "->", " -> ", ", S: ", ", @", "C: ", ":", "}", "} }",
        "\u0085", "\u2028", "x", ".",
    ];

    /// <summary>Any line but one that ends in CR, which would be its line end.</summary>
    public static readonly Gen<string> Free = Gen.OneOf(
        Always.Some(Gen.Elements(Pieces), 6).Select(string.Concat),
        Always.Some(Gen.Choose(32, 0x2fff).Select(c => (char)c), 12)
            .Select(l => string.Concat(l).Replace("{{", "{ {", StringComparison.Ordinal)))
        .Select(t => t.TrimEnd('\r'));

    public static readonly Gen<string> Quoted = Gen.OneOf(
        Always.Octets(20).Select(o => $"\"{Escapes.Encode(o)}\""),
        Gen.Elements("\"\"", "\"250 {{client}}\\r\\n\"", "\"ü😀\"", "\"a -> b\"", "\" on 2\"", "\"\\\"\\\\\""));

    public static readonly Gen<string> Regex =
        Gen.Elements("", "^250", "a|b", "[0-9]{3}", @"\d+ -> ", "(?<x>a)\\k<x>", "\"", " ^ ", "{{");

    public static readonly Gen<string> Name =
        Gen.Elements("1", "2", "9999", "relay", "b-2.x_y", "12345", "0", "01", "a1", "C", "on2");

    public static readonly Gen<string> Word = Gen.Elements(
        "garbage", "1.2", "a=b", "\"q t\"", "-", "->", "x,y", "é", "name:x", "count", "SIZE", "10485760,", "within", "5s");

    public static readonly Gen<string> Reason =
        Gen.Elements("why", "bare LF, accepted", "ü 😀", "it's -> so", "{{x", "a  b", " ");

    public static Gen<string> Of(Form form) => form switch
    {
        Form.Octets => Quoted,
        Form.Regex => Regex,
        _ => Free,
    };

    /// <summary>A value of a kind that the table of words names in capitals.</summary>
    public static Gen<string> Argument(string kind) => kind switch
    {
        "DURATION" => Gen.Elements("500ms", "3s", "1.5s", "2m", "0.125h", "0s", "24h"),
        "COUNT" => Gen.Elements("0", "1", "42", "007", "999999999"),
        "SOME-DURATION" => Gen.Elements("500ms", "1.5s", "24h"),
        "NUMBER" => Gen.Elements("1", "42", "007", "999999999"),
        "FACTOR" => Gen.Elements("x0.01", "x10", "x1"),
        "RATE" => Gen.Elements("2kB/s", "1MB/s", "300B/s"),
        "SIZES" => Gen.Elements("3,1,rest", "1", "2,2"),
        "NAME" => Name,
        "TEXT" => Gen.Elements("{{run}}", "x", "<a@b.example>"),
        "FILE" => Gen.Elements("a.eml", "../b/c.smtp", "ü.txt", "x<<y", "\"q\"", "-"),
        "LIST" => Gen.Elements("a,b,c", "1", "on,off"),
        "QUOTED" => Quoted,
        "<<END" => Gen.Elements("<<END", "<<x1", "<<end", "<<0"),
        _ => Gen.Constant(kind),
    };
}
