using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>A misdeed, as a transcript that shows it again: it passes on a target that behaves.</summary>
public static class FindTranscript
{
    // What a reply says is the target's affair, as long as it is one.
    private const string Any = "S: 2xx,3xx,4xx,5xx";

    private const string Optional = "S? 2xx,3xx,4xx,5xx";

    private const string NextHop = "# To see it, count what the next hop gets: this transcript cannot.";

    /// <param name="how">Where it came from: seed, number, changes.</param>
    public static string Write(Finding finding, IReadOnlyList<Turn> turns, string how) => string.Join(
        '\n',
        [
            $"title: {finding.Misdeed} found by mutation",
            "",
            $"# {Plain(how)}",
            $"# {Plain(finding.Text)}",
            .. finding.Misdeed is Misdeed.Lost or Misdeed.Surplus ? [NextHop] : Array.Empty<string>(),
            .. finding.Misdeed == Misdeed.Storm
                ? Storm(turns)
                : [.. turns.SelectMany(Lines), .. Ending(finding, turns is [.., { IsEnd: true }])],
            "",
        ]);

    private static IEnumerable<string> Lines(Turn turn) =>
    [
        .. turn.IsEnd ? ["@shutdown write"] : turn.Write.Length > 0 ? [$"C> \"{Quoted(turn.Write)}\""] : Array.Empty<string>(),
        .. turn.Codes.Select(c => c is 354 or 334 ? $"S: {c}" : Any),
        .. turn.Excused.Select(_ => Optional),
    ];

    // A target that has had enough ends the session, sooner or later.
    private static IEnumerable<string> Storm(IReadOnlyList<Turn> turns) =>
    [
        .. turns.Where(t => t.Write.Length > 0).SelectMany(t => Lines(t with { Codes = [], Excused = [] })),
        $"@repeat {turns.Sum(t => t.Codes.Count + t.Excused.Count) + 1}", Optional, "@end", "@eof",
    ];

    /// <param name="isEnded">The client has ended its direction.</param>
    private static string[] Ending(Finding finding, bool isEnded) => finding.Misdeed switch
    {
        not Misdeed.Crash when isEnded => ["@eof"],
        Misdeed.NoReply when finding.Text.Contains("'DATA'", StringComparison.OrdinalIgnoreCase) => ["S: 354,4xx,5xx"],
        Misdeed.NoReply => ["S: 2xx,334,4xx,5xx"],
        // It may end a while behind what was said, or behind the session.
        Misdeed.Crash => ["@wait 500ms", "@close", "@wait 500ms", "# and it still greets:", "S2: 220", "@close"],
        // More may be owed, for what stood in the same write.
        Misdeed.Hang or Misdeed.Dropped => [Any, "@close"],
        _ => ["@quiet 500ms"],
    };

    // Two braces would insert a value.
    private static string Quoted(Octets octets) => Escapes.Encode(octets.Span).Replace("{", "\\x7B", StringComparison.Ordinal);

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
