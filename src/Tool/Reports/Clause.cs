using System.Text.RegularExpressions;

namespace SmtpSim.Reports;

/// <summary>A section of an RFC that a case stands on, as its tags have it: <c>@5321-4.1.1.4-02</c>.</summary>
public sealed record Clause(string Rfc, string Section)
{
    private static readonly Regex Tag = new(@"^@(RFC)?(?<rfc>\d{4})-(?<section>[A-G\d]+(\.\d+)*)(-\d+)?$");

    /// <summary>Where it can be read.</summary>
    public string Address => $"https://www.rfc-editor.org/rfc/rfc{Rfc}#section-{Section}";

    /// <summary>Each once, in the order of the tags.</summary>
    public static IReadOnlyList<Clause> Of(IEnumerable<string> tags) =>
        [.. tags.Select(t => Tag.Match(t)).Where(m => m.Success)
            .Select(m => new Clause(m.Groups["rfc"].Value, m.Groups["section"].Value)).Distinct()];

    public override string ToString() => $"RFC {Rfc} {Section}";
}
