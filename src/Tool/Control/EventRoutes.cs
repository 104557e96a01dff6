using System.ComponentModel;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace SmtpSim.Control;

/// <summary>What happens, as it happens: server-sent events.</summary>
internal sealed class EventRoutes(Servers servers)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/events", Stream)
        .WithSummary(
            "begin, then server, removed, rules, session and mail as they happen; each says where to look, none what was said")
        .Produces<string>(200, "text/event-stream")
        .WithTags("events");

    private Results<ServerSentEventsResult<EventView>, ProblemHttpResult> Stream(
        [Description("Only what happens on this server, which may be made later.")] string? server, CancellationToken cancel) =>
        Servers.NameMisfit(server) is { } misfit
            ? Problems.Wrong(misfit)
            : TypedResults.ServerSentEvents(EventsAsync(server, cancel));

    private async IAsyncEnumerable<SseItem<EventView>> EventsAsync(
        string? only, [EnumeratorCancellation] CancellationToken cancel)
    {
        var watch = new Watch(servers, only);
        // Whoever hears this misses nothing that happens from now on.
        yield return Sign("begin");
        while (!cancel.IsCancellationRequested)
        {
            var change = servers.Changes.Next;
            foreach (var seen in watch.Look())
                yield return new SseItem<EventView>(seen, seen.Event);
            if (await ChangesAsync(change, cancel))
                continue;
            if (!cancel.IsCancellationRequested)
                yield return Sign("heartbeat");
        }
    }

    private static SseItem<EventView> Sign(string kind) => new(new EventView(kind, "", null, null, null), kind);

    /// <summary>False where nothing happened for so long that a heartbeat is due.</summary>
    private async Task<bool> ChangesAsync(Task change, CancellationToken cancel)
    {
        try
        {
            await change.WaitAsync(Limits.Heartbeat, servers.Clock, cancel);
            // Changes come in crowds: one event for all of them.
            await Task.Delay(Limits.Breath, servers.Clock, cancel);
            return true;
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
