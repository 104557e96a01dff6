using Gherkin;
using Gherkin.Ast;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>Gherkin to scenarios: backgrounds put in front, outlines expanded.</summary>
public static class FeatureFiles
{
    /// <summary>Every scenario below a folder, or of one file, in order of path and line.</summary>
    /// <exception cref="UnusableFileException">A file is no Gherkin.</exception>
    public static IReadOnlyList<Scenario> Load(string root, IEnumerable<string> paths)
    {
        var files = paths.SelectMany(p => Files(p, "*.feature")).Distinct().Order(StringComparer.Ordinal);
        List<Scenario> all = [.. files.SelectMany(f => Read(root, f))];
        var twice = all.GroupBy(s => s.Id).FirstOrDefault(g => g.Count() > 1)?.Last();
        return twice is null
            ? all
            : throw new UnusableFileException(
                Path.Combine(twice.Folder, Path.GetFileName(twice.File)), twice.Line, 1,
                $"there is another case named '{twice.Name}' in this file");
    }

    public static IEnumerable<string> Files(string path, string pattern)
    {
        if (File.Exists(path))
            return [path];
        return Directory.Exists(path)
            ? SourceFile.Tried(path, () => Directory.GetFiles(path, pattern, SearchOption.AllDirectories))
            : throw new UnusableFileException(path, 0, 0, "there is no such file or folder");
    }

    private static IEnumerable<Scenario> Read(string root, string file)
    {
        var feature = Parse(file).Feature ?? throw new UnusableFileException(file, 1, 1, "there is no Feature: in this file");
        if (!feature.Children.Any(c => c is not Background))
            throw new UnusableFileException(file, feature.Location.Line, feature.Location.Column,
                "there is no scenario in this feature: a line that begins with no keyword is taken for its description");
        var background = feature.Children.OfType<Background>().SelectMany(b => b.Steps).ToList();
        foreach (var child in feature.Children.OfType<ScenarioDefinition>().Where(c => c is not Background))
        {
            if (Emptiness(child) is { } why)
                throw new UnusableFileException(file, child.Location.Line, child.Location.Column, why);
            foreach (var (name, line, tags, values) in Rows(file, child))
            {
                yield return new Scenario(
                    NameOf(root, file),
                    feature.Name,
                    name,
                    Path.GetDirectoryName(Path.GetFullPath(file))!,
                    line,
                    [.. feature.Tags.Select(t => t.Name), .. tags],
                    Steps([.. background, .. child.Steps], values))
                {
                    Requirement = Described(feature.Description, child.Description),
                };
            }
        }
    }

    private static string NameOf(string root, string file) =>
        Scenario.Relative(root, file) is var inside && !inside.StartsWith("../", StringComparison.Ordinal)
            ? inside
            : Scenario.Relative(Directory.GetCurrentDirectory(), file);

    private static string Described(params string?[] descriptions) => string.Join(
        '\n', descriptions.SelectMany(d => (d ?? "").Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0));

    // A case that does nothing would pass.
    private static string? Emptiness(ScenarioDefinition child) =>
        !child.Steps.Any() ? "there is no step in this scenario: a line that begins with no keyword is taken for its description"
        : child is ScenarioOutline outline && !outline.Examples.SelectMany(e => e.TableBody ?? []).Any()
            ? "there is no row of examples in this outline: none of its cases would run"
        : null;

    private static GherkinDocument Parse(string file)
    {
        using var text = new StringReader(SourceFile.Read(file).TrimStart('\uFEFF'));
        try
        {
            return new Parser().Parse(text);
        }
        catch (CompositeParserException several)
        {
            throw new UnusableFileException([.. several.Errors.Select(e => Diagnose(file, e))]);
        }
        catch (ParserException wrong)
        {
            throw new UnusableFileException([Diagnose(file, wrong)]);
        }
    }

    private static Diagnostic Diagnose(string file, ParserException wrong)
    {
        var message = wrong.Message;
        var behind = message.IndexOf("): ", StringComparison.Ordinal);
        return new Diagnostic(
            file,
            wrong.Location?.Line ?? 0,
            Math.Max(1, wrong.Location?.Column ?? 1),
            behind < 0 ? message : message[(behind + 3)..]);
    }

    private static IEnumerable<(string Name, int Line, IEnumerable<string> Tags, Dictionary<string, string> Values)> Rows(
        string file, ScenarioDefinition child)
    {
        if (child is not ScenarioOutline outline)
            return [(child.Name, child.Location.Line, Tags(child), [])];
        return outline.Examples.Where(e => e.TableHeader is not null).SelectMany(examples => examples.TableBody.Select(row =>
        {
            var values = Values(file, examples, row);
            var fixedName = Fill(outline.Name, values);
            // Rows of one outline are told apart by their values where the name does not name them.
            var name = fixedName == outline.Name ? $"{outline.Name} ({string.Join(", ", values.Values)})" : fixedName;
            return (name, row.Location.Line, Tags(child).Concat(examples.Tags.Select(t => t.Name)), values);
        }));
    }

    private static IEnumerable<string> Tags(ScenarioDefinition child) => child switch
    {
        Gherkin.Ast.Scenario scenario => scenario.Tags.Select(t => t.Name),
        ScenarioOutline outline => outline.Tags.Select(t => t.Name),
        _ => [],
    };

    private static Dictionary<string, string> Values(string file, Examples examples, TableRow row)
    {
        var values = new Dictionary<string, string>();
        foreach (var (column, cell) in examples.TableHeader.Cells.Zip(row.Cells))
        {
            if (!values.TryAdd(column.Value, cell.Value))
                throw new UnusableFileException(
                    file, column.Location.Line, column.Location.Column, $"there are two columns '{column.Value}'");
        }
        return values;
    }

    private static List<ScenarioStep> Steps(IEnumerable<Gherkin.Ast.Step> steps, Dictionary<string, string> values)
    {
        var keyword = "Given";
        var result = new List<ScenarioStep>();
        foreach (var step in steps)
        {
            keyword = step.Keyword.Trim() is "And" or "But" or "*" ? keyword : step.Keyword.Trim();
            var document = step.Argument as DocString;
            result.Add(new ScenarioStep(
                keyword,
                Fill(step.Text, values),
                document is null ? null : Fill(document.Content, values),
                step.Location.Line,
                (document?.Location.Line ?? 0, document?.Location.Column ?? 0)));
        }
        return result;
    }

    private static string Fill(string text, Dictionary<string, string> values) =>
        values.Aggregate(text, (t, v) => t.Replace($"<{v.Key}>", v.Value, StringComparison.Ordinal));
}
