using System.CommandLine;
using System.Text.Json;
using SmtpGate.Queue;

namespace SmtpGate.Commands;

/// <summary>
/// <c>smtpgate queue list|show|stats|retry|hold|release|remove</c>: the messages that a gateway has and has not brought away.
/// </summary>
internal static class QueueCommand
{
    /// <summary>Exit code: what was asked for is not there, or was not done.</summary>
    private const int NotDone = 1;

    private static readonly Option<string> Config = new("--config")
    {
        Description = "The configuration file",
        DefaultValueFactory = _ => RunCommand.UsualConfiguration,
        Recursive = true,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Answer in JSON", Recursive = true };

    private static readonly Option<string?> From =
        Condition("--from", "Of this sender, or of senders in this domain; <> for reports");

    private static readonly Option<string?> To = Condition("--to", "To this recipient, or to this domain");

    private static readonly Option<string?> Server = Condition("--server", "Taken by this virtual server");

    private static readonly Option<bool> All = new("--all") { Description = "Every message that the conditions hold for" };

    private static readonly Option<bool> Content = new("--content") { Description = "Write the message itself" };

    private static readonly Argument<string[]> Ids = new("id") { Arity = ArgumentArity.ZeroOrMore, Description = "Messages" };

    private static readonly Argument<string> Id = new("id") { Description = "The message" };

    public static Command Create()
    {
        const string description = "The messages that wait: of a gateway that runs, or of one that does not";
        var command = new Command("queue", description) { Config, Json };
        command.Subcommands.Add(Sub("list", "List the messages in the order they came", ListAsync, From, To, Server));
        command.Subcommands.Add(Sub("stats", "Count them, by domain and by host", StatsAsync, From, To, Server));
        var show = Sub("show", "Show a message's envelope, what was last heard of it, or its content", ShowAsync, Content);
        show.Arguments.Add(Id);
        command.Subcommands.Add(show);
        command.Subcommands.Add(Handling(HandlingVerb.Retry, "Try messages now"));
        command.Subcommands.Add(Handling(HandlingVerb.Hold, "Keep messages, and do not try them"));
        command.Subcommands.Add(Handling(HandlingVerb.Release, "Try messages again that are held"));
        command.Subcommands.Add(Handling(HandlingVerb.Remove, "Delete messages; nobody is told"));
        return command;
    }

    private static Option<string?> Condition(string name, string description) => new(name) { Description = description };

    private static Command Handling(HandlingVerb verb, string description)
    {
        var sub = Sub($"{verb}".ToLowerInvariant(), description, (p, q) => HandleAsync(verb, p, q), All, From, To, Server);
        sub.Arguments.Add(Ids);
        return sub;
    }

    private static Command Sub(
        string verb, string description, Func<ParseResult, QueueAccess, Task<int>> act, params Option[] options)
    {
        var sub = new Command(verb, description);
        foreach (var option in options)
            sub.Options.Add(option);
        sub.SetAction(async parsed =>
        {
            try
            {
                return await act(parsed, new QueueAccess(parsed.GetValue(Config)!));
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return Refuse($"the queue cannot be reached: {refused.Message}", RunCommand.BadConfiguration);
            }
        });
        return sub;
    }

    private static async Task<int> ListAsync(ParseResult parsed, QueueAccess queues) =>
        await ReportAsync(parsed, queues, report => QueueTable.List(report.Messages));

    private static async Task<int> StatsAsync(ParseResult parsed, QueueAccess queues) =>
        await ReportAsync(parsed, queues, QueueTable.Stats);

    private static async Task<int> ReportAsync(ParseResult parsed, QueueAccess queues, Action<QueueReport> show)
    {
        var answer = (await queues.AskAsync("list", Selected(parsed, [])))!.Value;
        if (parsed.GetValue(Json))
            return WriteOut(answer);
        show(JsonSerializer.Deserialize(answer.Span, QueueJson.Default.QueueReport)!);
        return 0;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, QueueAccess queues)
    {
        var id = parsed.GetValue(Id)!;
        var isContent = parsed.GetValue(Content);
        if (await queues.AskAsync(isContent ? "content" : "list", new Selection([id])) is not { } answer)
            return Missing(id);
        if (isContent)
            return WriteOut(answer);
        if (JsonSerializer.Deserialize(answer.Span, QueueJson.Default.QueueReport) is not { Messages: [var message] })
            return Missing(id);
        if (parsed.GetValue(Json))
            return WriteOut(JsonSerializer.SerializeToUtf8Bytes(message, QueueJson.Default.QueueEntry));
        QueueTable.Show(message);
        return 0;
    }

    private static async Task<int> HandleAsync(HandlingVerb verb, ParseResult parsed, QueueAccess queues)
    {
        var (ids, all) = (parsed.GetValue(Ids)!, parsed.GetValue(All));
        var chosen = Selected(parsed, ids);
        if ((ids.Length > 0 && all) || (!all && chosen is { Ids.Count: 0, From: null, To: null, Server: null }))
            return Refuse("name messages, or --from, --to or --server, or --all", RunCommand.BadConfiguration);
        var answer = (await queues.AskAsync($"{verb}".ToLowerInvariant(), chosen))!.Value;
        var handled = JsonSerializer.Deserialize(answer.Span, QueueJson.Default.IReadOnlyListHandled)!;
        var missing = ids.Except(handled.Select(h => h.Id)).ToList();
        if (parsed.GetValue(Json))
            WriteOut(answer);
        else
            QueueTable.Handled(verb, handled);
        missing.ForEach(id => Missing(id));
        return missing.Count > 0 || handled.Any(h => h.Obstacle is not null) ? NotDone : 0;
    }

    private static Selection Selected(ParseResult parsed, IReadOnlyList<string> ids) =>
        new(ids, parsed.GetValue(From), parsed.GetValue(To), parsed.GetValue(Server));

    private static int WriteOut(ReadOnlyMemory<byte> octets)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(octets.Span);
        return 0;
    }

    private static int Missing(string id) =>
        Refuse($"there is no message '{id}' here; 'smtpgate queue list' names them", NotDone);

    private static int Refuse(string why, int code)
    {
        Console.Error.WriteLine(why);
        return code;
    }
}
