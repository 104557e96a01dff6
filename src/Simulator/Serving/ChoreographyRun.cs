using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>One playing of a choreography: its servers and clients while they last.</summary>
internal sealed class ChoreographyRun(WalkOptions options, Variables variables, CancellationToken cancel) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private readonly Dictionary<Part, FakeServer> _servers = [];
    private readonly List<FakeServer> _started = [];
    private readonly Dictionary<Part, Task<Outcome>> _walks = [];

    /// <summary>Starts a server's part; its address is the value of its name from now on.</summary>
    public void Serve(Part part, FakeServer? own)
    {
        var server = own ?? Started(part);
        _servers[part] = server;
        variables.Set(part.Name, server.EndPoint.ToString());
        variables.Set($"{part.Name}.port", server.EndPoint.Port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Lets a client's part begin.</summary>
    public void Walk(Part part, Func<EndPoint> target)
    {
        var script = ScriptCompiler.Compile(part.Source, Role.Client);
        var server = target();
        _walks[part] = Task.Run(async () =>
        {
            var log = new SessionLog(options.Clock);
            await using var peers = new DialledPeers(server, log);
            var walker = new Walker(script, peers, log, variables.Copy(), options with { PartName = part.Name });
            var outcome = await walker.WalkAsync(_stop.Token);
            // What the others wait for will not come.
            if (!outcome.IsGood)
                await _stop.CancelAsync();
            return outcome;
        });
    }

    /// <summary>Waits for all clients, and for the servers that play lines in order.</summary>
    public async Task<Dictionary<Part, Outcome>> EndAsync()
    {
        var outcomes = new Dictionary<Part, Outcome>();
        foreach (var (part, walk) in _walks)
            outcomes[part] = await walk;
        foreach (var (part, server) in _servers)
            outcomes[part] = await EndOfAsync(server);
        return outcomes;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var server in _started)
            await server.DisposeAsync();
        await Task.WhenAll(_walks.Values);
        _stop.Dispose();
    }

    private FakeServer Started(Part part)
    {
        var point = PartAddress.Of(part, part.Address ?? "127.0.0.1:0", variables);
        try
        {
            var server = FakeServer.Start(part.Source, point, variables.Copy(), options with { PartName = part.Name });
            _started.Add(server);
            return server;
        }
        catch (SocketException taken)
        {
            throw PartAddress.Wrong(part, $"cannot listen on {point}: {taken.Message}");
        }
    }

    // Rules have no last line; a script in order has, and whoever should have come may have come too late.
    private async Task<Outcome> EndOfAsync(FakeServer server)
    {
        if (server.Rules is not null)
            return server.Outcomes.FirstOrDefault(o => !o.IsGood) ?? new Outcome(End.Passed, "", null, server.Log);
        using var limit = new CancellationTokenSource(options.ReplyLimit, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        await server.WaitForOutcomeAsync(both.Token);
        var outcomes = server.Outcomes;
        if (outcomes.Count > 0)
            return outcomes.FirstOrDefault(o => !o.IsGood) ?? outcomes[^1];
        var end = _stop.IsCancellationRequested ? End.Unfinished : End.Failed;
        return new Outcome(end, "its script was not played to its end", null, server.Log);
    }
}
