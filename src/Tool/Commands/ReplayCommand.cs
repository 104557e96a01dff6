using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using SmtpSim.Comparing;
using SmtpSim.Playing;
using SmtpSim.Recording;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim replay FILE --as client|server</c>: plays a recording again, against another server or client.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The recording" };
    private static readonly Option<string> As = new("--as") { Description = "client or server", Required = true };
    private static readonly Option<string?> To = new("--to") { Description = "HOST:PORT of the server, for --as client" };
    private static readonly Option<string[]> Set = new("--set") { Description = "NAME=VALUE for {{NAME}}" };
    private static readonly Option<bool> Timing = new("--timing") { Description = "Say everything when it was said" };

    private static readonly Option<bool> Exact = new("--exact")
    {
        Description = "Expect every octet as it was, not the codes and keywords alone",
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where to listen, for --as server; port 0 lets the system choose",
        DefaultValueFactory = _ => "127.0.0.1:2525",
    };

    public static Command Create()
    {
        As.AcceptOnlyFromAmong("client", "server");
        var command = new Command("replay", "Play a recording again, as its client or as its server")
        {
            File, As, To, Listen, Set, Timing, Exact, TlsOptions.Authority, TlsOptions.KeyLog,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var role = parsed.GetValue(As) == "client" ? Role.Client : Role.Server;
        if (Idle(parsed, role) is { } idle)
            throw new UnusableFileException(idle.Name, 0, 0, $"with --as {parsed.GetValue(As)} this says nothing; leave it out");
        var source = TranscriptSource.Load(parsed.GetValue(File)!);
        source = source with { Transcript = Replaying.Ended(source.Transcript, role) };
        if (!parsed.GetValue(Exact))
            source = source with { Transcript = Replaying.Loosened(source.Transcript, role) };
        var options = TlsOptions.Apply(parsed, WalkOptions.Default) with { KeepsTime = parsed.GetValue(Timing) };
        var values = Values.Parse(parsed.GetValue(Set) ?? []);
        if (role == Role.Server)
            return await ServeAsync(source, parsed.GetValue(Listen)!, values, options, cancel);
        var to = parsed.GetValue(To)
            ?? throw new UnusableFileException(source.File, 1, 1, "a client is played against a server: give it --to HOST:PORT");
        return await PlayAsync(source, await Addresses.ResolveAsync(to, cancel), values, options, cancel);
    }

    // Given, and of the other side.
    private static Option? Idle(ParseResult parsed, Role role)
    {
        var idle = role == Role.Client ? (Option)Listen : To;
        return parsed.GetResult(idle) is { Implicit: false } ? idle : null;
    }

    private static async Task<int> PlayAsync(
        TranscriptSource source, IPEndPoint server, Variables values, WalkOptions options, CancellationToken cancel)
    {
        var script = ScriptCompiler.Compile(source, Role.Client);
        Needs.Met(script, values, hasMail: false);
        var log = new SessionLog(TimeProvider.System);
        await using var peers = new DialledPeers(server, log);
        var code = Show(await new Walker(script, peers, log, values, options).WalkAsync(cancel), source.File);
        return ExitCodes.Of(code, cancel);
    }

    // One client, as there was one in the recording.
    private static async Task<int> ServeAsync(
        TranscriptSource source, string listen, Variables values, WalkOptions options, CancellationToken cancel)
    {
        var at = await Addresses.ResolveAsync(listen, cancel);
        try
        {
            var patient = options with { CaseLimit = TimeSpan.FromHours(1) };
            await using var server = FakeServer.Start(source, at, values, patient);
            Console.WriteLine($"ready {server.EndPoint}");
            await server.WaitForOutcomeAsync(cancel);
            return server.Outcomes.Count > 0 ? Show(server.Outcomes[0], source.File) : ExitCodes.Stopped;
        }
        catch (SocketException taken)
        {
            throw Addresses.Taken(at, "--listen", taken);
        }
    }

    private static int Show(Outcome outcome, string file)
    {
        foreach (var line in SideBySide.Show(outcome, file))
            Console.WriteLine(line);
        Console.WriteLine(Verdicts.Show(outcome));
        return Verdicts.Code(outcome);
    }
}
