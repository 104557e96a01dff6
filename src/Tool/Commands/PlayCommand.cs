using System.CommandLine;
using System.Net;
using SmtpSim.Comparing;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Commands;

/// <summary>
/// <c>smtpsim play FILE --to HOST:PORT</c>: the client's side of a transcript against any server, or all parts of a choreography.
/// </summary>
internal static class PlayCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The transcript" };
    private static readonly Option<string?> To = new("--to") { Description = "HOST:PORT of the server under test" };
    private static readonly Option<string[]> Set = new("--set") { Description = "NAME=VALUE for {{NAME}} in the script" };
    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Say only how it ended" };

    public static Command Create()
    {
        var command = new Command("play", "Play the client's side of a transcript against a server, or a choreography")
        {
            File, To, Set, Quiet, TlsOptions.Authority, TlsOptions.KeyLog,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var source = TranscriptSource.Load(parsed.GetValue(File)!);
        var server = parsed.GetValue(To) is { } to ? await Addresses.ResolveAsync(to, cancel) : null;
        var variables = Values.Parse(parsed.GetValue(Set) ?? []);
        var options = TlsOptions.Apply(parsed, WalkOptions.Default);
        var outcomes = Choreography.Of(source) is { } choreography
            ? await choreography.PlayAsync(server, variables, options, cancel)
            : [(new Part("", Role.Client, null, source, default), await PlayAsync(source, server, variables, options, cancel))];
        foreach (var (part, outcome) in outcomes)
            Show(outcome, part, source.File, parsed.GetValue(Quiet));
        return ExitCodes.Of(outcomes.Select(o => Verdicts.Code(o.Outcome)).Max(), cancel);
    }

    private static async Task<Outcome> PlayAsync(
        TranscriptSource source, IPEndPoint? server, Variables variables, WalkOptions options, CancellationToken cancel)
    {
        var script = ScriptCompiler.Compile(source, Role.Client);
        Needs.Met(script, variables, hasMail: false);
        if (server is null)
            throw new UnusableFileException(source.File, 1, 1, "this script is played against a server: give it --to HOST:PORT");
        var log = new SessionLog(TimeProvider.System);
        await using var peers = new DialledPeers(server, log);
        return await new Walker(script, peers, log, variables, options).WalkAsync(cancel);
    }

    private static void Show(Outcome outcome, Part part, string file, bool quiet)
    {
        if (part.Name.Length > 0)
            Console.WriteLine($"{(part.Role == Role.Server ? "server" : "client")} {part.Name}");
        foreach (var line in quiet && outcome.IsGood ? [] : SideBySide.Show(outcome, file))
            Console.WriteLine(line);
        Console.WriteLine(Verdicts.Show(outcome));
    }
}
