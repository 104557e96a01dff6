using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>Sizes that a reader can hold: files, methods, lines, constructors.</summary>
public sealed class SizeTests
{
    private const int LongestFile = 300;
    private const int LongestTestFile = 400;
    private const int LongestMethod = 50;
    private const int LongestLine = 130;
    private const int MedianFile = 70;
    private const int MedianMethod = 10;
    private const int MostArguments = 5;

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly string[] Drawers =
        ["Helper", "Util", "Utils", "Manager", "Impl", "Common", "Infrastructure", "Services"];

    [Fact]
    public void No_source_file_is_longer_than_300_lines() => Rule.Holds(Longer("src", LongestFile));

    [Fact]
    public void No_test_file_is_longer_than_400_lines() => Rule.Holds(Longer("tests", LongestTestFile));

    [Fact]
    public void Half_of_the_source_files_fit_on_a_page() =>
        Assert.InRange(Median(Sources.Below("src").Select(f => File.ReadLines(f).Count())), 1, MedianFile);

    [Fact]
    public void Half_of_the_methods_fit_on_ten_lines() => Assert.InRange(
        Median(Sources.Below("src").SelectMany(Methods).Select(Lines)), 1, MedianMethod);

    [Fact]
    public void No_line_is_longer_than_130_columns() => Rule.Holds(
        from file in Both()
        from line in File.ReadLines(file).Select((text, i) => (text, number: i + 1))
        where line.text.Length > LongestLine
        select $"{Sources.Relative(file)}:{line.number}");

    [Fact]
    public void No_method_is_longer_than_50_lines() => Rule.Holds(
        from file in Both()
        from method in Methods(file)
        where Lines(method) > LongestMethod
        select $"{Sources.Relative(file)}: {Name(method)} has {Lines(method)} lines");

    [Fact]
    public void No_service_takes_more_than_five_arguments() => Rule.Holds(
        from file in Sources.Below("src")
        from type in Tree(file).DescendantNodes().OfType<ClassDeclarationSyntax>()
        let primary = type.ParameterList?.Parameters.Count ?? 0
        let others = type.Members.OfType<ConstructorDeclarationSyntax>().Select(c => c.ParameterList.Parameters.Count)
        where others.Append(primary).Max() > MostArguments
        select $"{Sources.Relative(file)}: {type.Identifier}");

    [Fact]
    public void Whoever_waits_for_nothing_but_time_says_why() => Rule.Holds(
        from file in Both()
        let lines = File.ReadAllLines(file)
        from i in Enumerable.Range(0, lines.Length)
        where (lines[i].Contains("Task.Delay(", Ordinal) || lines[i].Contains("Thread.Sleep(", Ordinal))
            && !lines[i].Contains('"') && !lines[Math.Max(0, i - 2)..i].Any(l => l.TrimStart().StartsWith("//", Ordinal))
        select $"{Sources.Relative(file)}:{i + 1}: {lines[i].Trim()}");

    [Fact]
    public void There_is_no_region_no_partial_by_hand_and_no_drawer() => Rule.Holds(
        from file in Sources.Below("src")
        let name = Path.GetFileNameWithoutExtension(file)
        where Drawers.Any(d => name.EndsWith(d, StringComparison.Ordinal) || Sources.Folder(file) == d)
            || File.ReadAllText(file).Contains("#region", StringComparison.Ordinal)
            || name.Contains('.')
        select Sources.Relative(file));

    [Fact]
    public void Every_class_is_sealed_static_or_made_to_be_derived_from() => Rule.Holds(
        from file in Sources.Below("src")
        from type in Tree(file).DescendantNodes().OfType<TypeDeclarationSyntax>()
        where type is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: 0 }
        let words = type.Modifiers.Select(m => m.Text)
        where !words.Intersect(["sealed", "static", "abstract"]).Any()
        select $"{Sources.Relative(file)}: {type.Identifier}");

    private static IEnumerable<string> Both() => Sources.Below("src").Concat(Sources.Below("tests"));

    private static IEnumerable<string> Longer(string folder, int limit) =>
        from file in Sources.Below(folder)
        let lines = File.ReadLines(file).Count()
        where lines > limit
        select $"{Sources.Relative(file)} has {lines} lines";

    private static IEnumerable<BaseMethodDeclarationSyntax> Methods(string file) =>
        Tree(file).DescendantNodes().OfType<BaseMethodDeclarationSyntax>();

    private static SyntaxNode Tree(string file) => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();

    private static int Lines(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string Name(BaseMethodDeclarationSyntax method) => method switch
    {
        MethodDeclarationSyntax named => named.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => method.Kind().ToString(),
    };

    private static int Median(IEnumerable<int> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
