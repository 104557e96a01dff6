using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Prose that no test holds goes stale: every name in a folder's README exists.</summary>
public sealed partial class ReadmeTests
{
    private const int LongestReadme = 25;

    public static TheoryData<string> Folders => [.. Sources.Below("src")
        .Select(f => Sources.Relative(Path.GetDirectoryName(f)!))
        .Where(f => !f.EndsWith("/Steps", StringComparison.Ordinal))
        .Distinct()];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_folder_explains_itself_in_25_lines(string folder)
    {
        var readme = Path.Combine(Sources.Root, folder, "README.md");
        Assert.True(File.Exists(readme), $"{folder} has no README.md");
        Assert.InRange(File.ReadLines(readme).Count(), 3, LongestReadme);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_name_in_a_folders_README_exists(string folder)
    {
        var program = string.Join('/', folder.Split('/')[..2]);
        var sources = string.Join('\n', Sources.Below(program).Select(File.ReadAllText));
        var readme = File.ReadAllText(Path.Combine(Sources.Root, folder, "README.md"));
        var unknown = Name().Matches(readme).Select(m => m.Groups["name"].Value)
            .Where(n => !Regex.IsMatch(sources, $@"\b{Regex.Escape(n)}\b") && !Exists(folder, n));
        Rule.Holds(unknown);
    }

    private static bool Exists(string folder, string name) =>
        File.Exists(Path.Combine(Sources.Root, folder, name)) || Directory.Exists(Path.Combine(Sources.Root, folder, name))
        || Path.Exists(Path.Combine(Sources.Root, name));

    [GeneratedRegex("`(?<name>[A-Za-z][A-Za-z0-9_./-]*)`")]
    private static partial Regex Name();
}
