using SmtpSim.Comparing;
using SmtpSim.Playing;

namespace SmtpSim.Embedding;

/// <summary>A script did not end well. The message has what was expected beside what came, and what was said.</summary>
public sealed class ScriptFailedException(Outcome outcome, string script) : Exception(Explain(outcome, script))
{
    public Outcome Outcome => outcome;

    private static string Explain(Outcome outcome, string script) =>
        string.Join('\n', [$"{outcome.End}: {outcome.Reason}", .. SideBySide.Show(outcome, script)]);
}
