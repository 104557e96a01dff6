using System.CommandLine;
using System.Text.Json;
using SmtpGate.Administration;
using SmtpGate.Configuration;
using SmtpGate.Files;
using SmtpGate.VirtualServers;

namespace SmtpGate.Commands;

/// <summary>
/// <c>smtpgate sink list|register|unregister|show|refresh</c>: in the configuration, and in a gateway that runs with it.
/// </summary>
internal static class SinkCommand
{
    // For who else changes it just now.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Option<string> Config = ConfigOption.Make(isRecursive: true);

    private static readonly Option<string?> Server = new("--server")
    {
        Description = "The virtual server, by its name or number (the first is 1)",
        Recursive = true,
    };

    private static readonly Argument<string> Sink = new("sink") { Description = "The sink, by its name or its binding" };

    public static Command Create()
    {
        var command = new Command("sink", "The registered sinks; a running gateway follows at once") { Config, Server };
        command.Subcommands.Add(Sub("list", "List the sinks in the order they run", ListAsync, changes: false));
        command.Subcommands.Add(Sub(
            "show", "Show a sink's settings, with what stands for those left out", ShowAsync, changes: false, Sink));
        command.Subcommands.Add(Sub("unregister", "Remove a sink", UnregisterAsync, changes: true, Sink));
        command.Subcommands.Add(
            Sub("refresh", "Have a verifying sink read its settings at its next RCPT", RefreshAsync, changes: true, Sink));
        command.Subcommands.Add(SinkRegistration.Create((parsed, act) => ActAsync(parsed, act, changes: true)));
        return command;
    }

    /// <summary>The virtual server that is meant; null where it is not there, or there are several.</summary>
    public static VirtualServerOptions? ServerOf(ParseResult parsed, GatewayOptions options)
    {
        var named = parsed.GetValue(Server);
        if (named is null && options.Servers.Count == 1)
            return options.Servers[0];
        var found = options.Servers.FirstOrDefault(s => s.Name == named)
            ?? (int.TryParse(named, out var number) ? options.Servers.ElementAtOrDefault(number - 1) : null);
        if (found is null)
            Console.Error.WriteLine(named is null
                ? $"there are several virtual servers; choose one with --server: {Names(options)}"
                : $"there is no virtual server '{named}'; there are {Names(options)}");
        return found;
    }

    /// <summary>Writes the changed configuration if it is right, and tells a gateway that runs with it.</summary>
    public static async Task<int> ChangeAsync(GatewayOptions options, Func<SettingsText, SettingsText> change, string done)
    {
        var text = change(new SettingsText(await File.ReadAllBytesAsync(options.Path)));
        var (_, problems) = GatewayOptions.Of(options.Path, text);
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync(problem.ToString());
        if (problems.Count > 0)
            return RunCommand.BadConfiguration;
        text.Write(options.Path);
        Console.WriteLine(done);
        return await TellAsync(options.Path);
    }

    private static string Names(GatewayOptions options) => string.Join(", ", options.Servers.Select(s => s.Name));

    private static async Task<int> TellAsync(string path)
    {
        var answer = await ControlSocket.AskAsync(path, "/reload");
        Console.WriteLine(answer switch
        {
            null => "no gateway runs with this configuration",
            { Status: 200 } => "the running gateway follows",
            { } other => $"the running gateway does not follow: {other.Text}",
        });
        return answer is null or { Status: 200 } ? 0 : RunCommand.BadConfiguration;
    }

    private static Command Sub(
        string verb, string description, Func<ParseResult, GatewayOptions, Task<int>> act, bool changes,
        params Argument<string>[] arguments)
    {
        var sub = new Command(verb, description);
        foreach (var argument in arguments)
            sub.Arguments.Add(argument);
        sub.SetAction(parsed => ActAsync(parsed, act, changes));
        return sub;
    }

    private static async Task<int> ActAsync(
        ParseResult parsed, Func<ParseResult, GatewayOptions, Task<int>> act, bool changes)
    {
        var path = parsed.GetValue(Config)!;
        try
        {
            // From reading it to writing it.
            using var alone = changes && File.Exists(path) ? ChangeLock.Take(path, Patience) : null;
            return RunCommand.Load(path) is { } options ? await act(parsed, options) : RunCommand.BadConfiguration;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            await Console.Error.WriteLineAsync($"'{path}' cannot be changed: {failed.Message}");
            return RunCommand.BadConfiguration;
        }
    }

    private static Task<int> ListAsync(ParseResult parsed, GatewayOptions options) => Task.FromResult(SinkTable.List(options));

    private static Task<int> ShowAsync(ParseResult parsed, GatewayOptions options) =>
        Task.FromResult(Find(parsed, options) is var (_, sink) ? SinkTable.Show(sink) : RunCommand.BadConfiguration);

    private static async Task<int> UnregisterAsync(ParseResult parsed, GatewayOptions options)
    {
        if (Find(parsed, options) is not var (server, sink))
            return RunCommand.BadConfiguration;
        var key = SinkPlace.Find(options, server.Name, sink.Terms.Id)!;
        var at = key.LastIndexOf(':');
        var index = int.Parse(key[(at + 1)..], null);
        var done = $"removed {sink.Name} {sink.Terms.Id} from {server.Name}, in {options.Path}";
        return await ChangeAsync(options, text => text.Remove(key[..at], index), done);
    }

    private static async Task<int> RefreshAsync(ParseResult parsed, GatewayOptions options)
    {
        if (Find(parsed, options) is not var (server, sink))
            return RunCommand.BadConfiguration;
        if (sink.RcptProxy is null)
        {
            await Console.Error.WriteLineAsync($"{sink.Name} is a sink of the kind {sink.Kind}: there is nothing to refresh");
            return RunCommand.BadConfiguration;
        }
        var text = new SettingsText(await File.ReadAllBytesAsync(options.Path));
        Refreshing(text, SinkPlace.Find(options, server.Name, sink.Terms.Id)!).Write(options.Path);
        Console.WriteLine($"the next RCPT makes {sink.Name} read its settings");
        return 0;
    }

    private static SettingsText Refreshing(SettingsText text, string sink)
    {
        var section = $"{sink}:Settings";
        var key = new[] { $"{section}:1", $"{section}:Refresh" }.FirstOrDefault(text.Has);
        return key is not null ? text.Replace(key, "1")
            : text.Has(section) ? text.Insert(section, "Refresh", "1")
            : text.Insert(sink, "Settings", "{ \"Refresh\": 1 }");
    }

    private static (VirtualServerOptions Server, SinkOptions Sink)? Find(ParseResult parsed, GatewayOptions options)
    {
        var named = parsed.GetValue(Sink)!;
        var chosen = parsed.GetValue(Server) is null ? options.Servers : [ServerOf(parsed, options)!];
        var found = chosen.OfType<VirtualServerOptions>().SelectMany(v => v.Sinks.Select(s => (Server: v, Sink: s)))
            .Where(f => f.Sink.Name == named || (Guid.TryParse(named, out var id) && f.Sink.Terms.Id == id)).ToList();
        if (found.Count == 1)
            return found[0];
        Console.Error.WriteLine(found.Count == 0
            ? $"there is no sink '{named}'; 'smtpgate sink list' names them"
            : $"there are {found.Count} sinks '{named}'; name the binding{(IsDecided(found) ? ", or the --server" : "")}");
        return null;
    }

    // Each stands on another server.
    private static bool IsDecided(List<(VirtualServerOptions Server, SinkOptions Sink)> found) =>
        found.Select(f => f.Server).Distinct().Count() == found.Count;
}
