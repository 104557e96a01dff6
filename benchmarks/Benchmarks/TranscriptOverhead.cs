using System.Diagnostics;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace Benchmarks;

/// <summary>What the runner adds to a small transcript: parsed, compiled and played, beside the same dialogue over bare sockets.</summary>
internal static class TranscriptOverhead
{
    private const int Times = 2000;
    private const int WarmUp = 200;
    private const string Small = "S: 220\nC: EHLO {{client}}\nS: 250\nC: NOOP\nS: 250\nC: QUIT\nS: 221\n@eof\n";

    public static async Task MeasureAsync()
    {
        using var server = new BareServer();
        Figures played = new(), bare = new();
        for (var i = 0; i < Times + WarmUp; i++)
        {
            // In turn, so that whatever else the machine does falls on both.
            Keep(played, i, await TimeAsync(() => PlayAsync(server)));
            Keep(bare, i, await TimeAsync(() => TalkAsync(server)));
        }
        played.Print("a small transcript, read, compiled and played");
        bare.Print("the same dialogue over bare sockets");
        Figures.PrintDifference("the runner adds", played, bare, below: 5);
    }

    private static async Task PlayAsync(BareServer server)
    {
        var script = ScriptCompiler.Compile(TranscriptSource.Read(Small, "small", "."), Role.Client);
        var log = new SessionLog(TimeProvider.System);
        await using var peers = new DialledPeers(server.EndPoint, log);
        var values = new Variables([new("client", "client.example")]);
        var outcome = await new Walker(script, peers, log, values, WalkOptions.Default).WalkAsync(CancellationToken.None);
        if (outcome.End != End.Passed)
            throw new InvalidOperationException(outcome.Reason);
    }

    private static async Task TalkAsync(BareServer server)
    {
        using var client = await BareClient.ConnectAsync(server.EndPoint);
        foreach (var line in (string[])["EHLO client.example", "NOOP", "QUIT"])
            await client.AskAsync(line);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began);
    }

    private static void Keep(Figures figures, int turn, TimeSpan time)
    {
        if (turn >= WarmUp)
            figures.Add(time);
    }
}
