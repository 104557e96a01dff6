using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Control;

/// <summary>Making, loading, resetting and removing servers.</summary>
internal sealed class ServerRoutes(Servers servers, ControlOptions options)
{
    public void Map(IEndpointRouteBuilder all)
    {
        var routes = all.MapGroup("").WithTags("servers");
        routes.MapGet("/servers", () => servers.All.Select(View)).WithSummary("The servers there are");
        routes.MapPost("/servers", CreateAsync).WithSummary("Makes a server; it listens before this answers");
        routes.MapPost("/reset", ResetAllAsync).WithSummary("All servers as they were when their scripts were loaded");
        routes.MapGet("/servers/{name}", Show).WithSummary("One server");
        routes.MapDelete("/servers/{name}", RemoveAsync).WithSummary("Ends a server and its sessions");
        routes.MapPut("/servers/{name}/script", LoadAsync).WithSummary(
            "Another script on the same port, at once and with everything anew; one that cannot be played changes nothing");
        routes.MapPost("/servers/{name}/reset", ResetAsync).WithSummary(
            "As it was when its script was loaded: no mail, no sessions, no added rules, all counters from the start");
    }

    private async Task<Results<Created<ServerView>, ProblemHttpResult>> CreateAsync(ServerTerms terms)
    {
        if (Servers.NameMisfit(terms.Name) is { } misfit)
            return Problems.Wrong(misfit);
        var listen = terms.Listen ?? "127.0.0.1:0";
        if (!listen.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(listen, out var at))
            return Problems.Wrong($"'{terms.Listen}' is no ADDRESS:PORT, like 127.0.0.1:2525 or [::1]:0");
        if (!options.Remote && !IPAddress.IsLoopback(at.Address))
            return Problems.Forbidden($"{at} can be reached from other machines; start the control interface with --remote");
        try
        {
            return await servers.AddAsync(terms.Name, at, servers.Script(terms.ForScript())) is { } server
                ? TypedResults.Created($"/servers/{server.Name}", View(server))
                : Problems.Clash(terms.Name is not null && servers.Find(terms.Name) is not null
                    ? $"there is a server '{terms.Name}' already; remove it, or PUT its script"
                    : $"there are {Limits.Servers} servers already; remove some");
        }
        catch (UnusableFileException unusable)
        {
            return Problems.Unusable(unusable);
        }
        catch (SocketException taken)
        {
            return Problems.Clash($"cannot listen on {at}: {taken.Message}");
        }
    }

    private Results<Ok<ServerView>, ProblemHttpResult> Show(string name) =>
        servers.Find(name) is { } server ? TypedResults.Ok(View(server)) : Problems.NoServer(name);

    private async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string name) =>
        await servers.RemoveAsync(name) ? TypedResults.NoContent() : Problems.NoServer(name);

    private Task<Results<Ok<ServerView>, ProblemHttpResult>> LoadAsync(
        string name, ScriptTerms terms, CancellationToken cancel) =>
        ChangedAsync(name, server => server.LoadAsync(servers.Script(terms), cancel));

    private Task<Results<Ok<ServerView>, ProblemHttpResult>> ResetAsync(string name, CancellationToken cancel) =>
        ChangedAsync(name, server => server.ResetAsync(cancel));

    private async Task<Ok<IEnumerable<ServerView>>> ResetAllAsync(CancellationToken cancel)
    {
        // One that is lost or removed meanwhile is missing in what this answers.
        foreach (var server in servers.All)
            await ResetAsync(server.Name, cancel);
        return TypedResults.Ok(servers.All.Select(View));
    }

    private async Task<Results<Ok<ServerView>, ProblemHttpResult>> ChangedAsync(string name, Func<StandingServer, Task> change)
    {
        if (servers.Find(name) is not { } server)
            return Problems.NoServer(name);
        try
        {
            await change(server.Standing);
            return TypedResults.Ok(View(server));
        }
        catch (UnusableFileException unusable)
        {
            return Problems.Unusable(unusable);
        }
        catch (ObjectDisposedException)
        {
            // Somebody removed it meanwhile.
            return Problems.NoServer(name);
        }
        catch (SocketException taken)
        {
            // While it refused connections somebody else took its port: there is no going on.
            await servers.RemoveAsync(name);
            return Problems.Clash($"'{name}' has lost its port and is gone: {taken.Message}");
        }
    }

    private static ServerView View(NamedServer server)
    {
        var (now, script) = (server.Now, server.Standing.Script);
        return new ServerView(
            server.Name, now.EndPoint.Address.ToString(), now.EndPoint.Port,
            TranscriptWriter.Write(script.Source.Transcript), script.Options.Seed, now.Rules?.Rules.Count, now.Accepted, now.Open,
            now.Mail.Received);
    }
}
