using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>A transcript made ready for one side.</summary>
/// <param name="TimeLimit">The header's <c>timeout</c>, null where it has none.</param>
public sealed record Script(string File, Role Role, ValueList<Act> Acts, TimeSpan? TimeLimit)
{
    private const int ShortestName = 4;

    /// <summary>More than anybody writes down; what a script that was generated may open.</summary>
    public const int MostConnections = 10_000;

    /// <summary>The names of all connections, in order of their first use.</summary>
    public IReadOnlyList<string> Connections { get; } = [.. Played(Acts).Select(a => a.Connection).Distinct()];

    /// <summary>The first act of a connection that is one too many, null where there is none.</summary>
    internal Act? OneTooMany => Connections.Count <= MostConnections
        ? null
        : Played(Acts).First(a => a.Connection == Connections[MostConnections]);

    /// <summary>
    /// An act of a connection on which nobody says anything, whose name is nearly that of one on which somebody does: it would
    /// be opened, and prove nothing. Null where there is none.
    /// </summary>
    internal (Act Act, string Suggestion)? Misnamed
    {
        get
        {
            var spoken = Played(Acts).Where(a => a.Step is Line).Select(a => a.Connection).ToHashSet();
            // Short names are near to one another; and behind c1 a c2 that only ends is none.
            return Played(Acts).Where(a => a.Connection.Length >= ShortestName && !spoken.Contains(a.Connection))
                .DistinctBy(a => a.Connection)
                .Select(a => (a, Suggestion.For(a.Connection, spoken.Where(s => Letters(s) != Letters(a.Connection)))))
                .FirstOrDefault(found => found.Item2.Length > 0) is ({ } act, var near) ? (act, near) : null;
        }
    }

    /// <summary>All acts in the order in which they stand, a block's head before what it holds.</summary>
    internal IEnumerable<Act> AllActs => Every(Acts);

    private static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetter));

    // The head of a block is on no connection.
    private static IEnumerable<Act> Played(IEnumerable<Act> acts) => Every(acts).Where(a => a is not (ForEach or IfOffered));

    private static IEnumerable<Act> Every(IEnumerable<Act> acts) =>
        acts.SelectMany(a => a switch
        {
            Repeat repeat => Every(repeat.Acts),
            ForEach each => Every(each.Acts).Prepend(each),
            IfOffered either => Every([.. either.Acts, .. either.Otherwise]).Prepend(either),
            _ => [a],
        });
}
