using System.Globalization;
using System.Text;
using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>What <c>@body</c> and <c>@bdat</c> put on the wire, or expect there.</summary>
/// <param name="Lines">As they were written; none for <c>any</c>.</param>
/// <param name="Octets">Null for <c>any</c>: only the other side knows.</param>
internal sealed record Body(ValueList<string> Lines, Func<Variables, byte[]>? Octets, Expectation Expected)
{
    /// <summary>Why it cannot be played from this side, null where it can.</summary>
    public static string? Misfit(Directive directive, Role role)
    {
        var (any, raw) = (directive.Arguments[^1] == "any", directive.Arguments[0] == "raw");
        return (any, raw, role) switch
        {
            (true, true, _) => "'@body raw any' has no end: any lines may follow one another",
            (true, _, Role.Client) => $"'@{directive.Word} any' can only be expected, and this side sends the body",
            _ => null,
        };
    }

    public static Body Of(Directive directive, TranscriptSource source)
    {
        if (directive.Arguments[^1] == "any")
            return new Body([], null, directive.Word == "body" ? new AnyBodyExpectation() : new AnyChunkExpectation());
        var lines = directive.Document ?? source.ReadLines(directive);
        byte[] Octets(Variables variables) => directive.Word == "body"
            ? Utterance.Body(lines, directive.Arguments[0] == "raw", variables)
            : Chunk(directive, lines, variables);
        return new Body(lines, Octets, new BodyExpectation(lines, Octets));
    }

    // RFC 3030 2: the command and its octets go out as one; a count that is another than theirs is a fault to be played.
    private static byte[] Chunk(Directive directive, IEnumerable<string> lines, Variables variables)
    {
        var octets = Utterance.Body(lines, raw: true, variables);
        var count = directive.Arguments[0] == "all"
            ? octets.Length.ToString(CultureInfo.InvariantCulture)
            : directive.Arguments[0];
        var last = directive.Arguments[1] == "last" ? " LAST" : "";
        return [.. Encoding.ASCII.GetBytes($"BDAT {count}{last}\r\n"), .. octets];
    }
}
