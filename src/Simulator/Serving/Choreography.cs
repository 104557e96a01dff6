using System.Net;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>One part of a choreography: what stands between its <c>@server</c> or <c>@client</c> and the next.</summary>
/// <param name="Address">Where it listens, or connects to; null: a port of its own, or the server under test.</param>
/// <param name="At">Where it begins in the script.</param>
public sealed record Part(string Name, Role Role, string? Address, TranscriptSource Source, SourceLine At);

/// <summary>
/// Several servers and clients in one script. They play at the same time, and wait for one another at <c>@sync</c>. A server's
/// name is the value of where it listens, so that a client of the script, too, may be sent there.
/// </summary>
public sealed class Choreography
{
    private Choreography(IReadOnlyList<Part> parts)
    {
        Parts = parts;
        Meetings = new Meetings(Meeters());
    }

    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Where they wait for one another.</summary>
    public Meetings Meetings { get; }

    /// <summary>Null where the script has no parts.</summary>
    /// <exception cref="UnusableFileException">Two parts have one name, or a line belongs to no part.</exception>
    public static Choreography? Of(TranscriptSource source)
    {
        var steps = source.Transcript.Steps;
        if (!steps.Any(IsHead))
            return null;
        var stray = steps.TakeWhile(s => !IsHead(s)).FirstOrDefault(s => s is not Remark);
        if (stray is not null)
            throw Wrong(source, stray, "this line belongs to no part: it stands above the first @server or @client");
        var parts = new List<Part>();
        foreach (var head in steps.OfType<Directive>().Where(IsHead))
        {
            if (parts.Exists(p => p.Name == head.Arguments[0]))
                throw Wrong(source, head, $"there is a part named '{head.Arguments[0]}' already");
            parts.Add(PartOf(source, head));
        }
        var whole = new Choreography(parts);
        var alone = whole.Syncs().GroupBy(s => s.Name).FirstOrDefault(g => g.Select(s => s.Part).Distinct().Count() == 1);
        return alone is null
            ? whole
            : throw Wrong(source, alone.First().Step, $"@sync {alone.Key} waits for nobody: no other part names it");
    }

    /// <summary>Plays all parts; each part's outcome, in the order of the script.</summary>
    /// <param name="target">Where clients go that are sent nowhere else, null where there is no such server.</param>
    /// <param name="own">A server already there for a part of this name, null where the part starts its own.</param>
    /// <exception cref="UnusableFileException">A part cannot be played.</exception>
    public async Task<IReadOnlyList<(Part Part, Outcome Outcome)>> PlayAsync(
        EndPoint? target, Variables variables, WalkOptions options, CancellationToken cancel, Func<Part, FakeServer?>? own = null)
    {
        var meeting = options with { Meetings = Meetings, Mail = options.Mail ?? new MailStore(options.Clock) };
        await using var run = new ChoreographyRun(meeting, variables, cancel);
        foreach (var part in Parts.Where(p => p.Role == Role.Server))
            run.Serve(part, own?.Invoke(part));
        foreach (var part in Parts.Where(p => p.Role == Role.Client))
            run.Walk(part, () => TargetOf(part, target, variables));
        var outcomes = await run.EndAsync();
        return [.. Parts.Select(p => (p, outcomes[p]))];
    }

    private static EndPoint TargetOf(Part part, EndPoint? target, Variables variables) => part.Address is { } address
        ? PartAddress.Of(part, address, variables)
        : target ?? throw PartAddress.Wrong(part, "it is sent nowhere: give it 'to ADDRESS:PORT', or the whole script a target");

    private IEnumerable<(Part Part, string Name, Directive Step)> Syncs() =>
        from part in Parts
        from step in Flat(part.Source, new Inclusions()).OfType<Directive>()
        where step.Word == "sync"
        select (part, step.Arguments[0], step);

    private Dictionary<string, int> Meeters() => Syncs()
        .GroupBy(s => s.Name)
        .ToDictionary(g => g.Key, g => g.Select(s => s.Part).Distinct().Count());

    private static IEnumerable<Step> Flat(TranscriptSource source, Inclusions inclusions) =>
        Flat(source, source.Transcript.Steps, inclusions);

    private static IEnumerable<Step> Flat(TranscriptSource source, IEnumerable<Step> steps, Inclusions inclusions) =>
        steps.SelectMany(s => s switch
        {
            Block block => Flat(source, [.. block.Body, .. block.Otherwise ?? []], inclusions),
            Rule rule => rule.Actions,
            Directive { Word: "include" } include => Flat(source.Include(include, inclusions), inclusions),
            _ => [s],
        });

    private static bool IsHead(Step step) => step is Directive { Word: "server" or "client" };

    private static Part PartOf(TranscriptSource source, Directive head)
    {
        var steps = source.Transcript.Steps.SkipWhile(s => !ReferenceEquals(s, head)).Skip(1).TakeWhile(s => !IsHead(s));
        var transcript = source.Transcript with { Steps = [.. steps] };
        return new Part(
            head.Arguments[0],
            head.Word == "server" ? Role.Server : Role.Client,
            head.Arguments.ElementAtOrDefault(2),
            source with { Transcript = transcript },
            head.At);
    }

    private static UnusableFileException Wrong(TranscriptSource source, Step step, string message) =>
        new(source.File, step.At.Number, 1, message);
}
