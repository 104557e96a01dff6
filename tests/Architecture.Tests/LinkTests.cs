using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What the documents point at is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Documents =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Sources.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Sources.Root, "*.md"))
            .Select(Sources.Relative).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_to_a_file_leads_somewhere(string document)
    {
        var path = Path.Combine(Sources.Root, document);
        Rule.Holds(
            from Match link in Link().Matches(File.ReadAllText(path))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal)
                && !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target))
            select $"{document}: {target}");
    }

    [Fact]
    public void All_120_features_are_compared_and_what_is_left_out_says_why()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Sources.Root, "docs", "compared.md")));
        Assert.Equal(Enumerable.Range(1, 120), rows.Select(r => int.Parse(r.Groups["number"].Value)));
        Assert.All(
            rows.Where(r => r.Groups["ours"].Value != "Y"),
            r => Assert.Contains("eft out", r.Groups["shown"].Value, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\| (?<number>\d+) \| [^|]+ \| [^|]+ \| (?<ours>Y|P|·) \| (?<shown>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
