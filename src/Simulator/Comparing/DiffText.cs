using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Comparing;

/// <summary>Differences as people read them: what is gone, what came, and what that means.</summary>
public static class DiffText
{
    public static IEnumerable<string> Show(IEnumerable<Difference> differences) =>
        differences.SelectMany(d => (string[])[Head(d), .. Lines('-', d.Left), .. Lines('+', d.Right)]).Select(OctetText.Shown);

    private static string Head(Difference difference) => difference switch
    {
        { Left: null, Right: { } right } => $"line {LineOf(right)}: only in the second",
        { Left: { } left, Right: null } => $"line {LineOf(left)}: only in the first",
        _ => $"line {LineOf(difference.Left!)}: {difference.Why}",
    };

    private static int LineOf(Exchange exchange) => exchange.Steps[0].At.Number;

    private static IEnumerable<string> Lines(char mark, Exchange? exchange) => exchange is null
        ? []
        : exchange.Steps.Select(s => $"  {mark} {TranscriptWriter.Show(s is Event said ? said with { Stamp = null } : s)}");
}
