using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>Reads a feature without running it: its Gherkin, its sentences, and the transcripts that stand in it.</summary>
public sealed class FeatureLint(StepCatalogue catalogue)
{
    /// <summary>Everything that is wrong, each once though an outline repeats it.</summary>
    public IReadOnlyList<Diagnostic> Check(string file)
    {
        try
        {
            var root = Path.GetDirectoryName(Path.GetFullPath(file))!;
            var scenarios = FeatureFiles.Load(root, [file]);
            return [.. scenarios.SelectMany(s => s.Steps.SelectMany(step => Check(file, s, step))).Distinct()];
        }
        catch (UnusableFileException unusable)
        {
            return unusable.Diagnostics;
        }
    }

    private IReadOnlyList<Diagnostic> Check(string file, Scenario scenario, ScenarioStep step)
    {
        try
        {
            if (catalogue.Find(scenario, step).Transcript is { } transcript)
                TranscriptSource.Read(transcript, file, scenario.Folder);
            return [];
        }
        catch (UnusableFileException unusable)
        {
            return [.. unusable.Diagnostics.Select(d => d.File == file ? Moved(d, step.DocPlace) : d)];
        }
    }

    // The text begins on the line below the quotes, in their column.
    private static Diagnostic Moved(Diagnostic inText, (int Line, int Column) quotes) =>
        inText with { Line = quotes.Line + inText.Line, Column = quotes.Column - 1 + inText.Column };
}
