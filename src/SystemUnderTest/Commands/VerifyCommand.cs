using System.CommandLine;
using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Recipients;
using SmtpGate.VirtualServers;
using Command = System.CommandLine.Command;

namespace SmtpGate.Commands;

/// <summary>
/// <c>smtpgate verify ADDRESS</c>: what a verifying sink would say to an internal server, its answers, and what they mean.
/// </summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Address = new("address") { Description = "The recipient" };

    private static readonly Option<string> Config = ConfigOption.Make();

    private static readonly Option<string?> Sink = new("--sink") { Description = "The verifying sink, if there are several" };

    public static Command Create()
    {
        var command = new Command("verify", "Put a recipient to the internal server, and show the dialogue and the verdict")
        {
            Address, Config, Sink,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (RunCommand.Load(parsed.GetValue(Config)!) is not { } options || Find(parsed, options) is not { } settings)
            return RunCommand.BadConfiguration;
        if (CommandParser.Parse(Encoding.UTF8.GetBytes($"RCPT TO:<{parsed.GetValue(Address)}>")) is not Grammar.Command.Rcpt rcpt)
        {
            await Console.Error.WriteLineAsync($"'{parsed.GetValue(Address)}' is no address");
            return RunCommand.BadConfiguration;
        }
        var verdict = await SingleVerification.AskAsync(settings, rcpt.To, Console.WriteLine, cancel);
        Console.WriteLine(Meaning(verdict, settings, rcpt.To));
        return verdict is Verdict.Known ? 0 : 1;
    }

    private static VerifierSettings? Find(ParseResult parsed, GatewayOptions options)
    {
        var named = parsed.GetValue(Sink);
        var found = options.Servers.SelectMany(s => s.Sinks)
            .Where(s => s.RcptProxy is not null && (named is null || s.Name == named)).ToList();
        if (found.Count == 1)
            return found[0].RcptProxy;
        Console.Error.WriteLine(found.Count == 0
            ? $"there is no verifying sink{(named is null ? "" : $" '{named}'")} in {options.Path}"
            : $"there are several verifying sinks; choose one with --sink: {string.Join(", ", found.Select(s => s.Name))}");
        return null;
    }

    private static string Meaning(Verdict verdict, VerifierSettings settings, Mailbox recipient) => verdict switch
    {
        Verdict.Known => "known: accepted",
        Verdict.Unknown => $"unknown: {settings.Rejection(recipient).ToString().TrimEnd()}",
        Verdict.Later => $"answered for now: {settings.OnTemporary.ToString().ToLowerInvariant()}",
        Verdict.Unverified unverified => $"unverified, {unverified.Why}: {settings.OnFailure.ToString().ToLowerInvariant()}",
        _ => throw new InvalidOperationException($"{verdict}"),
    };
}
