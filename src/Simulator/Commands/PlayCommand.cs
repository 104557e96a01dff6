using System.CommandLine;
using System.Net;
using SmtpSim.Comparing;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim play FILE --to HOST:PORT</c>: the client's side of a transcript, against any server.</summary>
internal static class PlayCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The transcript" };
    private static readonly Option<string> To = new("--to") { Description = "HOST:PORT of the server", Required = true };
    private static readonly Option<string[]> Set = new("--set") { Description = "NAME=VALUE for {{NAME}} in the script" };
    private static readonly Option<bool> Quiet = new("--quiet") { Description = "Say only how it ended" };

    public static Command Create()
    {
        var command = new Command("play", "Play the client's side of a transcript against a server") { File, To, Set, Quiet };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var file = parsed.GetValue(File)!;
        var script = ScriptCompiler.Compile(TranscriptSource.Load(file), Role.Client);
        var server = await Addresses.ResolveAsync(parsed.GetValue(To)!, cancel);
        var log = new SessionLog(TimeProvider.System);
        await using var peers = new DialledPeers(server, log);
        var variables = Values.Parse(parsed.GetValue(Set) ?? []);
        var outcome = await new Walker(script, peers, log, variables, WalkOptions.Default).WalkAsync(cancel);
        Show(outcome, file, parsed.GetValue(Quiet));
        return Code(outcome);
    }

    private static void Show(Outcome outcome, string file, bool quiet)
    {
        foreach (var line in quiet && outcome.IsGood ? [] : SideBySide.Show(outcome, file))
            Console.WriteLine(line);
        var reason = outcome switch
        {
            { End: End.Missing, Reason: "mail" } => ": @mail counts what a next hop received, and play has none; check has",
            { End: End.Missing } =>
                $": nothing says what '{{{{{outcome.Reason}}}}}' is; give it with --set {outcome.Reason}=VALUE",
            { Reason.Length: > 0 } => $": {outcome.Reason}",
            _ => "",
        };
        Console.WriteLine($"{outcome.End.ToString().ToUpperInvariant()}{reason}");
    }

    private static int Code(Outcome outcome) => outcome.End switch
    {
        End.Passed or End.Warned => ExitCodes.Fine,
        End.Unreachable => ExitCodes.Unreachable,
        End.Missing => ExitCodes.BadScript,
        _ => ExitCodes.Failure,
    };
}

/// <summary>Values from the command line, and those that every script may use.</summary>
internal static class Values
{
    public static Variables Parse(IEnumerable<string> given)
    {
        var run = $"r{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds():x}";
        var values = new Variables([new("run", run), new("client", "client.example"), new("from", $"{run}@sender.example")]);
        foreach (var pair in given)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new UnusableFileException("--set", 0, 0, $"'{pair}' is not NAME=VALUE");
            values.Set(pair[..equals], pair[(equals + 1)..]);
        }
        return values;
    }
}

/// <summary><c>HOST:PORT</c>, the host a name or an address.</summary>
internal static class Addresses
{
    public static async Task<IPEndPoint> ResolveAsync(string text, CancellationToken cancel)
    {
        var colon = text.LastIndexOf(':');
        // The colons of an IPv6 address stand in brackets.
        var bare = colon > 0 && text[..colon].Contains(':') && text[colon - 1] != ']';
        if (colon <= 0 || bare || !int.TryParse(text[(colon + 1)..], out var port) || port is < 0 or > IPEndPoint.MaxPort)
            throw new UnusableFileException(
                text, 0, 0, "this is not HOST:PORT with a port from 0 to 65535, like localhost:2525 or [::1]:2525");
        if (IPEndPoint.TryParse(text, out var point))
            return point;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(text[..colon], cancel);
            return new IPEndPoint(addresses[0], port);
        }
        catch (System.Net.Sockets.SocketException unknown)
        {
            throw new UnreachableException($"{text}: {unknown.Message}");
        }
    }
}

/// <summary>The other side is not there.</summary>
internal sealed class UnreachableException(string message) : Exception(message);
