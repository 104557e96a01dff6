using SmtpSim.Playing;

namespace SmtpSim.Commands;

/// <summary>How a script ended, as a last line and as an exit code.</summary>
internal static class Verdicts
{
    public static string Show(Outcome outcome)
    {
        var reason = outcome switch
        {
            { End: End.Missing, Reason: "mail" } => ": @mail counts what a next hop received, and play has none; check has",
            { End: End.Missing } =>
                $": nothing says what '{{{{{outcome.Reason}}}}}' is; give it with --set {outcome.Reason}=VALUE",
            { Reason.Length: > 0 } => $": {outcome.Reason}",
            _ => "",
        };
        return $"{outcome.End.ToString().ToUpperInvariant()}{reason}";
    }

    public static int Code(Outcome outcome) => outcome.End switch
    {
        End.Passed or End.Warned => ExitCodes.Fine,
        End.Unreachable => ExitCodes.Unreachable,
        End.Missing => ExitCodes.BadScript,
        _ => ExitCodes.Failure,
    };
}
