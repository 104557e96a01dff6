namespace SmtpSim.Conformance;

/// <summary>One sentence of a scenario, and what hangs on it.</summary>
/// <param name="Keyword">Given, When or Then; And and But take the one before.</param>
/// <param name="DocPlace">Line and column of the quotes above the doc string.</param>
public sealed record ScenarioStep(string Keyword, string Text, string? DocString, int Line, (int Line, int Column) DocPlace);

/// <summary>One case: a scenario, or one row of an outline, with its background in front.</summary>
/// <param name="File">
/// Relative to the folder of the specifications, or where it lies elsewhere to where the run was started; with forward slashes.
/// </param>
/// <param name="Folder">Where transcripts that it names are looked for.</param>
/// <param name="Tags">Of feature, scenario and examples, each with its at sign.</param>
public sealed record Scenario(
    string File,
    string Feature,
    string Name,
    string Folder,
    int Line,
    IReadOnlyList<string> Tags,
    IReadOnlyList<ScenarioStep> Steps)
{
    /// <summary>What it must show, in words: the feature's description, and the scenario's; lines, or empty.</summary>
    public string Requirement { get; init; } = "";

    /// <summary>The name by which deviations and reports know the case.</summary>
    public string Id => $"{File} › {Name}";

    /// <summary>Where it stands, as who started the run would write it.</summary>
    public string Place => $"{Relative(Directory.GetCurrentDirectory(), Path.Combine(Folder, Path.GetFileName(File)))}:{Line}";

    internal static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    public override string ToString() => Id;
}
