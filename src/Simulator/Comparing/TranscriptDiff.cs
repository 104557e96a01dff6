using SmtpSim.Transcripts;

namespace SmtpSim.Comparing;

/// <summary>Where two transcripts part: one side or the other alone, or both with what differs between them.</summary>
/// <param name="Why">In words: <c>code 250 -> 550</c>; empty where one side has nothing.</param>
public sealed record Difference(Exchange? Left, Exchange? Right, string Why);

/// <summary>
/// Two transcripts held against each other reply by reply: code, enhanced status code, text, each for itself, and without what is
/// another each time.
/// </summary>
public sealed class TranscriptDiff(Masks masks)
{
    public IReadOnlyList<Difference> Between(Transcript left, Transcript right)
    {
        var (one, other) = (Exchange.Of(left), Exchange.Of(right));
        return [.. new Alignment(one, other).Pairs().Select(p => Compared(p.Left, p.Right)).OfType<Difference>()];
    }

    private Difference? Compared(Exchange? left, Exchange? right)
    {
        if (left is null || right is null)
            return new Difference(left, right, "");
        string[] parts =
        [
            .. Part("code", left.Code, right.Code),
            .. Part("enhanced code", left.Enhanced, right.Enhanced),
            .. Texts(left, right),
        ];
        return parts.Length > 0 ? new Difference(left, right, string.Join(", ", parts)) : null;
    }

    private static IEnumerable<string> Part(string name, string left, string right) =>
        left == right ? [] : [$"{name} {Shown(left)} -> {Shown(right)}"];

    private IEnumerable<string> Texts(Exchange left, Exchange right)
    {
        var (one, other) = (left.Text.Select(masks.Masked).ToList(), right.Text.Select(masks.Masked).ToList());
        if (one.SequenceEqual(other))
            yield break;
        // An EHLO reply is a set of keywords; what was added or taken away says more than two lists.
        if (one.Count > 1 || other.Count > 1)
        {
            foreach (var gone in one.Except(other))
                yield return $"without \"{gone}\"";
            foreach (var added in other.Except(one))
                yield return $"with \"{added}\"";
            if (one.Order().SequenceEqual(other.Order()))
                yield return "the lines in another order";
            else if (one.ToHashSet().SetEquals(other))
                yield return $"lines {one.Count} -> {other.Count}";
        }
        else
            yield return $"text \"{left.Text[0]}\" -> \"{right.Text[0]}\"";
    }

    private static string Shown(string part) => part.Length == 0 ? "(none)" : part;
}
