using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SmtpSim.Comparing;
using SmtpSim.Recording;
using SmtpSim.Transcripts;

namespace SmtpSim.Control;

/// <summary>Connections: that they came, what was said on them, how their scripts ended.</summary>
internal sealed class SessionRoutes(Servers servers, Readers readers)
{
    public void Map(IEndpointRouteBuilder all)
    {
        var routes = all.MapGroup("").WithTags("sessions");
        routes.MapGet("/servers/{name}/sessions", ListAsync).WithSummary("The connections; with counts it waits for so many");
        routes.MapGet("/servers/{name}/sessions/{session}", Show).WithSummary("One connection with its octets")
            .AddEndpointFilter(readers.GuardAsync);
        routes.MapGet("/servers/{name}/sessions/{session}/transcript", Transcript).WithSummary(
            "One connection as a transcript that plays again")
            .AddEndpointFilter(readers.GuardAsync).Produces<string>(200, "text/plain");
        routes.MapGet("/servers/{name}/outcomes", OutcomesAsync).WithSummary(
            "How scripts in order ended; with a count it waits for so many").AddEndpointFilter(readers.GuardAsync);
    }

    private async Task<Results<Ok<IReadOnlyList<SessionView>>, ProblemHttpResult>> ListAsync(
        string name,
        [Description("Wait until so many connections have come.")] int? count,
        [Description("Wait until so many have ended.")] int? ended,
        [Description("How long at most, like 500ms or 5s; 5s if missing.")] string? within,
        CancellationToken cancel)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        if ((Waits.Misfit(count, within, out var time) ?? Waits.Misfit(ended, within, out _, "ended")) is { } misfit)
            return misfit;
        bool Enough() => server.Now.Accepted >= (count ?? 0) && server.Now.Ended >= (ended ?? 0);
        return await servers.UntilAsync(server, Enough, time, cancel)
            ? TypedResults.Ok(Dialogues.All(server.Now.Log))
            : !servers.IsThere(server) ? Problems.NoServer(name)
            : Problems.NotYet($"{server.Now.Accepted} connections came and {server.Now.Ended} of them ended", time);
    }

    private Results<Ok<DialogueView>, ProblemHttpResult> Show(string name, string session) =>
        servers.Find(name) is not { } server ? Problems.NoServer(name)
        : Dialogues.Find(server.Now.Log, session) is { } dialogue ? TypedResults.Ok(dialogue) : NoSession(name, session);

    private Results<ContentHttpResult, ProblemHttpResult> Transcript(string name, string session)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        if (Dialogues.Find(server.Now.Log, session) is null)
            return NoSession(name, session);
        var began = servers.Clock.GetUtcNow() - server.Now.Log.Now;
        var said = LoggedConversation.OfServer(server.Now.Log, session, $"session {session} of {name}", began);
        return TypedResults.Text(TranscriptWriter.Write(RecordedTranscript.Of(said)));
    }

    private async Task<Results<Ok<IEnumerable<OutcomeView>>, ProblemHttpResult>> OutcomesAsync(
        string name, int? count, string? within, CancellationToken cancel)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        if (Waits.Misfit(count, within, out var time) is { } misfit)
            return misfit;
        return count is null || await servers.UntilAsync(server, () => server.Now.Outcomes.Count >= count, time, cancel)
            ? TypedResults.Ok(server.Now.Outcomes.Select(o =>
                new OutcomeView(o.End.ToString().ToLowerInvariant(), o.Reason, SideBySide.Show(o, "script"))))
            : !servers.IsThere(server) ? Problems.NoServer(name)
            : Problems.NotYet($"{server.Now.Outcomes.Count} of {count} scripts were played to their end", time);
    }

    private static ProblemHttpResult NoSession(string name, string session) => Problems.NoThing(
        $"session '{session}' on '{name}'", "GET its sessions for their names; under load old ones are forgotten");
}
