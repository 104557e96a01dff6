using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>A transcript made ready for one side.</summary>
/// <param name="TimeLimit">The header's <c>timeout</c>, null where it has none.</param>
public sealed record Script(string File, Role Role, ValueList<Act> Acts, TimeSpan? TimeLimit)
{
    /// <summary>More than anybody writes down; what a script that was generated may open.</summary>
    public const int MostConnections = 10_000;

    /// <summary>The names of all connections, in order of their first use.</summary>
    public IReadOnlyList<string> Connections { get; } = [.. Flat(Acts).Select(a => a.Connection).Distinct()];

    /// <summary>The first act of a connection that is one too many, null where there is none.</summary>
    internal Act? OneTooMany => Connections.Count <= MostConnections
        ? null
        : Flat(Acts).First(a => a.Connection == Connections[MostConnections]);

    private static IEnumerable<Act> Flat(IEnumerable<Act> acts) =>
        acts.SelectMany(a => a switch
        {
            Repeat repeat => Flat(repeat.Acts),
            ForEach each => Flat(each.Acts),
            IfOffered either => Flat([.. either.Acts, .. either.Otherwise]),
            _ => [a],
        });
}
