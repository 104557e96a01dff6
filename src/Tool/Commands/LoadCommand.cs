using System.CommandLine;
using System.Globalization;
using SmtpSim.Loading;
using SmtpSim.Wire;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim load --to HOST:PORT</c>: how many messages a server takes, and how fast it answers.</summary>
internal static class LoadCommand
{
    private static readonly Option<string> To
        = new("--to") { Description = "HOST:PORT of the server", Required = true };
    private static readonly Option<int> Connections = OptionOf.Value("--connections", "How many are busy at once", 20);
    private static readonly Option<long?> Messages
        = new("--messages") { Description = "How many to send; else see --for" };
    private static readonly Option<string?> For
        = new("--for") { Description = "How long, like 30s or 5m; 10s if neither is given" };
    private static readonly Option<double?> Rate
        = new("--rate") { Description = "Messages a second; else as fast as replies come" };
    private static readonly Option<int> Recipients = OptionOf.Value("--recipients", "RCPT commands a message", 1);
    private static readonly Option<bool> Pipelining
        = new("--pipelining") { Description = "MAIL, RCPT and DATA in one write" };
    private static readonly Option<bool> PerMessage
        = new("--per-message") { Description = "A new connection for each message" };
    private static readonly Option<string?> User
        = new("--user") { Description = "Authenticate (PLAIN) with this name" };
    private static readonly Option<string?> Password = new("--password") { Description = "… and this password" };
    private static readonly Option<int> Seed = OptionOf.Value("--seed", "What sizes are drawn from", 1);
    private static readonly Option<string?> Json = new("--json") { Description = "File for the result as JSON" };

    private static readonly Option<string> Size = OptionOf.Value(
        "--size", "Octets of content: 4096, 100k, or 1k..1M for any between", "4096");

    private static readonly Option<string> Tls = OptionOf.Value(
        "--tls", "none, starttls or implicit; certificates are not looked at", "none");

    private static readonly Option<string> From = OptionOf.Value(
        "--from", "Sender", "load@sender.example");

    private static readonly Option<string> Rcpt = OptionOf.Value(
        "--rcpt", "Recipient; {n} is its number", "user{n}@recipient.example");

    private static readonly Option<string> Within = OptionOf.Value(
        "--within", "A connection that waits longer for a reply is given up", "30s");

    public static Command Create()
    {
        var command = new Command("load", "Send mail over many connections, and measure")
        {
            To, Connections, Messages, For, Rate, Size, Recipients, Pipelining, PerMessage, Tls, User, Password, From, Rcpt,
            Within, Seed, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        EngineThreads.UseOne();
        var plan = await PlanAsync(parsed, cancel);
        var json = parsed.GetValue(Json);
        if (json is not null)
            Files.Check(json);
        using var stopping = cancel.Register(() => Console.Error.WriteLine(
            $"stopping: messages on their way have {LoadRun.Grace.TotalSeconds:0} s at most"));
        var told = 0L;
        var result = await TriedAsync(plan, (tally, time) =>
        {
            var more = tally.Accepted - told;
            told = tally.Accepted;
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{time.TotalSeconds,6:N0} s {told,12:N0} accepted {more,10:N0}/s "
                    + $"{tally.Refused + tally.Broken,8:N0} not accepted"));
        }, cancel);
        foreach (var line in LoadReport.Text(result))
            Console.WriteLine(line);
        if (json is not null)
            Files.Write(json, LoadReport.Json(result) + "\n");
        return ExitCodes.Of(result.IsGood ? ExitCodes.Fine : ExitCodes.Failure, cancel);
    }

    private static async Task<LoadResult> TriedAsync(
        LoadPlan plan, Action<LoadTally, TimeSpan> progress, CancellationToken cancel)
    {
        try
        {
            return await LoadRun.RunAsync(plan, TimeProvider.System, progress, cancel);
        }
        catch (LoadRefusedException refused)
        {
            throw new UnreachableException($"{plan.Target}: {refused.Message}");
        }
    }

    private static async Task<LoadPlan> PlanAsync(ParseResult parsed, CancellationToken cancel)
    {
        var time = parsed.GetValue(For) is { } text ? Bounds.Time("--for", text) : (TimeSpan?)null;
        var messages = parsed.GetValue(Messages);
        var sizes = Bounds.Sizes("--size", parsed.GetValue(Size)!, LoadPlan.LargestSize);
        var connections = OpenFiles.For(
            "--connections", Bounds.Between("--connections", parsed.GetValue(Connections), 1, LoadPlan.MostConnections));
        if ((long)connections * sizes.Most > LoadPlan.MostMemory)
            throw Bounds.Wrong(
                "--size", $"{connections} connections with {sizes.Most} octets each do not fit {LoadPlan.MostMemory} octets");
        var user = parsed.GetValue(User);
        if (user is null != parsed.GetValue(Password) is null)
            throw Bounds.Wrong("--user", "a name needs --password, and a password --user");
        return new LoadPlan(
            await Addresses.ResolveAsync(parsed.GetValue(To)!, cancel),
            connections,
            messages is { } count ? Bounds.Between("--messages", count, 1, long.MaxValue) : null,
            time ?? (messages is null ? TimeSpan.FromSeconds(10) : null),
            parsed.GetValue(Rate) is { } rate ? Bounds.Between("--rate", rate, 0.001, 1e6) : null,
            sizes,
            Bounds.Between("--recipients", parsed.GetValue(Recipients), 1, 10_000),
            parsed.GetValue(Pipelining),
            parsed.GetValue(PerMessage),
            Bounds.OneOf<LoadTls>("--tls", parsed.GetValue(Tls)!),
            user is null ? null : new LoadIdentity(user, parsed.GetValue(Password)!),
            Bounds.Time("--within", parsed.GetValue(Within)!))
        {
            From = Bounds.Address("--from", parsed.GetValue(From)!),
            To = Bounds.Address("--rcpt", parsed.GetValue(Rcpt)!),
            Seed = parsed.GetValue(Seed),
        };
    }
}
