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

    private static readonly Option<string> Config = ConfigOption.Make(isRecursive: true);

    private static readonly Option<bool> Json = new("--json") { Description = "Answer in JSON" };

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
        var command = new Command("queue", description) { Config };
        command.Subcommands.Add(Sub("list", "List the messages in the order they came", ListAsync, From, To, Server, Json));
        command.Subcommands.Add(Sub("stats", "Count them, by domain and by host", StatsAsync, From, To, Server, Json));
        var show = Sub("show", "Show a message's envelope, what was last heard of it, or its content", ShowAsync, Content, Json);
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
        var sub = Sub($"{verb}".ToLowerInvariant(), description, (p, q) => HandleAsync(verb, p, q), All, From, To, Server, Json);
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
                var queues = new QueueAccess(parsed.GetValue(Config)!);
                return await queues.StrangerAsync(parsed.GetValue(Server)) is { } stranger
                    ? Refuse(stranger, RunCommand.BadConfiguration)
                    : await act(parsed, queues);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                return Refuse($"the queue cannot be reached: {refused.Message}", RunCommand.BadConfiguration);
            }
        });
        return sub;
    }

    private static async Task<int> ListAsync(ParseResult parsed, QueueAccess queues)
    {
        await queues.AskAsync(
            "list", Selected(parsed, []),
            parsed.GetValue(Json) ? WriteLineOutAsync : from => QueueTable.ListAsync(Entries(from)));
        return 0;
    }

    private static async Task<int> StatsAsync(ParseResult parsed, QueueAccess queues)
    {
        var (messages, ways) = (new List<QueueEntry>(), Array.Empty<QueueWay>());
        await queues.AskAsync("list", Selected(parsed, []), async from => messages = await Entries(from).ToListAsync());
        await queues.AskAsync(
            "ways", new Selection(),
            async from => ways = [.. (await JsonSerializer.DeserializeAsync(from, QueueJson.Default.IEnumerableQueueWay))!]);
        var stats = QueueStats.Of(messages, ways);
        if (parsed.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(stats, QueueStatsJson.Default.QueueStats));
        else
            QueueTable.Stats(stats);
        return 0;
    }

    private static async Task<int> ShowAsync(ParseResult parsed, QueueAccess queues)
    {
        var id = parsed.GetValue(Id)!;
        if (parsed.GetValue(Content))
            return await queues.AskAsync("content", new Selection([id]), WriteOutAsync) ? 0 : Missing(id);
        QueueEntry? message = null;
        await queues.AskAsync(
            "list", new Selection([id]), async from => message = await Entries(from).FirstOrDefaultAsync());
        if (message is null)
            return Missing(id);
        if (parsed.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(message, QueueJson.Default.QueueEntry));
        else
            QueueTable.Show(message);
        return 0;
    }

    private static IAsyncEnumerable<QueueEntry> Entries(Stream from) =>
        JsonSerializer.DeserializeAsyncEnumerable(from, QueueJson.Default.QueueEntry).OfType<QueueEntry>();

    private static async Task<int> HandleAsync(HandlingVerb verb, ParseResult parsed, QueueAccess queues)
    {
        var (ids, all) = (parsed.GetValue(Ids)!, parsed.GetValue(All));
        var chosen = Selected(parsed, ids);
        if ((ids.Length > 0 && all) || (!all && chosen is { Ids.Count: 0, From: null, To: null, Server: null }))
            return Refuse("name messages, or --from, --to or --server, or --all", RunCommand.BadConfiguration);
        IReadOnlyList<Handled> handled = [];
        await queues.AskAsync(
            $"{verb}".ToLowerInvariant(), chosen,
            async from => handled = [.. (await JsonSerializer.DeserializeAsync(from, QueueJson.Default.IEnumerableHandled))!]);
        var missing = ids.Except(handled.Select(h => h.Id)).ToList();
        if (parsed.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(handled, QueueJson.Default.IEnumerableHandled));
        else
            QueueTable.Handled(verb, handled);
        missing.ForEach(id => Missing(id));
        return missing.Count > 0 || handled.Any(h => h.Obstacle is not null) ? NotDone : 0;
    }

    private static Selection Selected(ParseResult parsed, IReadOnlyList<string> ids) =>
        new(ids, parsed.GetValue(From), parsed.GetValue(To), parsed.GetValue(Server));

    private static async Task WriteLineOutAsync(Stream from)
    {
        await WriteOutAsync(from);
        Console.WriteLine();
    }

    private static async Task WriteOutAsync(Stream from)
    {
        await using var output = Console.OpenStandardOutput();
        await from.CopyToAsync(output);
    }

    private static int Missing(string id) =>
        Refuse($"there is no message '{id}' here; 'smtpgate queue list' names them", NotDone);

    private static int Refuse(string why, int code)
    {
        Console.Error.WriteLine(why);
        return code;
    }
}
