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
        Choreography? parts = null;
        if (Tried(() => parts = Choreography.Of(source)) is { Count: > 0 } faults)
            return faults;
        if (parts is not null)
            return [.. parts.Parts.SelectMany(p => Of(p.Source, p.Role))];
        if (source.Transcript.ServesByRules)
            return Of(source, Role.Server);
        var asClient = Of(source, Role.Client);
        return asClient.Count == 0 || Of(source, Role.Server).Count == 0 ? [] : asClient;
    }

    private static IReadOnlyList<Diagnostic> Of(TranscriptSource source, Role role) => Tried(() =>
        _ = source.Transcript.ServesByRules && role == Role.Server
            ? new RuleSet(source, Anything(source), TimeProvider.System, 1)
            : (object)ScriptCompiler.Compile(source, role));

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
