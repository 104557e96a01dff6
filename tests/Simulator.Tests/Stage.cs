using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests;

/// <summary>Plays one side of a transcript against a raw socket, on loopback.</summary>
internal static class Stage
{
    public static readonly WalkOptions Options = new(TimeProvider.System, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));

    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static TranscriptSource Source(string text) => TranscriptSource.Read(text, "t.smtp", ".");

    public static FakeServer Serve(string script, Variables? variables = null, WalkOptions? options = null) =>
        FakeServer.Start(Source(script), Anywhere, variables ?? new Variables(), options ?? Options);

    /// <summary>A script's client against a server that is one raw connection.</summary>
    public static Task<Outcome> PlayAsync(
        string script, Func<RawPeer, Task> server, Variables? variables = null, WalkOptions? options = null) =>
        PlayAllAsync(
            script,
            async listener =>
            {
                using var peer = new RawPeer(await listener.AcceptAsync().WaitAsync(Limit));
                await server(peer);
            },
            variables,
            options);

    /// <summary>A script's client against a listening socket.</summary>
    public static async Task<Outcome> PlayAllAsync(
        string script, Func<Socket, Task> server, Variables? variables = null, WalkOptions? options = null)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(Anywhere);
        listener.Listen();
        var serving = Task.Run(() => server(listener));
        var outcome = await WalkAsync((IPEndPoint)listener.LocalEndPoint!, script, variables, options).WaitAsync(Limit);
        await serving.WaitAsync(Limit);
        return outcome;
    }

    /// <summary>A script's client against a server; its connections are closed when it is done.</summary>
    public static async Task<Outcome> WalkAsync(
        EndPoint server, string script, Variables? variables = null, WalkOptions? options = null)
    {
        var log = new SessionLog(TimeProvider.System);
        await using var peers = new DialledPeers(server, log);
        var compiled = ScriptCompiler.Compile(Source(script), Role.Client);
        var walker = new Walker(compiled, peers, log, variables ?? new Variables(), options ?? Options);
        return await Task.Run(() => walker.WalkAsync(CancellationToken.None));
    }

    /// <summary>Waits until something is so that another thread makes so.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            // Another thread rings no bell when it has done it.
            await Task.Delay(5, limit.Token);
    }

    public static void Passed(Outcome outcome) =>
        Assert.True(outcome.End == End.Passed, $"{outcome.End}: {outcome.Reason} {outcome.Mismatch}");

    public static void Failed(Outcome outcome, string why, int line)
    {
        Assert.Equal((End.Failed, why), (outcome.End, outcome.Reason));
        Assert.Equal(line, outcome.Mismatch!.Step.At.Number);
    }
}
