using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary>What is well formed and cannot be played all the same, by neither side.</summary>
internal static class PlayableFaults
{
    public static IReadOnlyList<Diagnostic> Of(TranscriptSource source)
    {
        // A fragment that others include may be nothing but its reason.
        if (source.Transcript.Steps.All(s => s is Remark))
            return [];
        if (source.Transcript.ServesByRules)
            return Tried(() => _ = new RuleSet(source, Anything(source), TimeProvider.System, 1));
        if (Tried(() => _ = Choreography.Of(source)) is { Count: > 0 } parts)
            return parts;
        if (Choreography.Of(source) is not null)
            return [];
        var asClient = Tried(() => ScriptCompiler.Compile(source, Role.Client));
        return asClient.Count == 0 || Tried(() => ScriptCompiler.Compile(source, Role.Server)).Count == 0 ? [] : asClient;
    }

    private static IReadOnlyList<Diagnostic> Tried(Action prepare)
    {
        try
        {
            prepare();
            return [];
        }
        catch (UnusableFileException unusable)
        {
            return unusable.Diagnostics;
        }
    }

    // Values come with --set, which nobody has given here.
    private static Variables Anything(TranscriptSource source) => new(
        source.Transcript.Steps.OfType<Rule>().SelectMany(r => r.Actions.OfType<Line>()).SelectMany(l => Variables.Names(l.Text))
            .Distinct().Select(name => new KeyValuePair<string, string>(name, "")));
}
