using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmtpGate.Configuration;
using SmtpGate.Sinks;
using SmtpGate.VirtualServers;

namespace SmtpGate.Commands;

/// <summary><c>smtpgate sink register</c>: what the originals' registration script asked for, and what they could not.</summary>
internal static class SinkRegistration
{
    // RcptProxy's own registration: before the sinks that leave it at the default.
    private const int VerifierPriority = 7800;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Option<string> Kind = new("--kind")
    {
        Description = string.Join(", ", SinkOptions.Kinds),
        DefaultValueFactory = _ => "RcptProxy",
    };

    private static readonly Option<string?> Name = new("--name") { Description = "Its name; else its kind" };
    private static readonly Option<Guid?> Binding = new("--binding") { Description = "A GUID; else a new one" };
    private static readonly Option<int?> Priority = new("--priority") { Description = "0 runs first, 32767 last" };
    private static readonly Option<bool> Disabled = new("--disabled") { Description = "It does not run yet" };
    private static readonly Option<string[]> Events = new("--event") { Description = "What it is bound to; else RCPT" };
    private static readonly Option<string?> Rule = new("--rule") { Description = "Like ehlo=*.example;mail from=*@x" };
    private static readonly Option<string?> Internal = new("--internal-server") { Description = "A verifying sink's key 0" };
    private static readonly Option<string?> Assembly = new("--assembly") { Description = "The file of a sink of your own" };
    private static readonly Option<string?> Class = new("--class") { Description = "Its class, with the namespace" };
    private static readonly Option<string?> Reply = new("--reply") { Description = "Of a responding sink" };

    public static Command Create(
        Func<ParseResult, Func<ParseResult, GatewayOptions, Task<int>>, Task<int>> act)
    {
        var command = new Command("register", "Add a sink")
        {
            Kind, Name, Binding, Priority, Disabled, Events, Rule, Internal, Reply, Assembly, Class,
        };
        command.SetAction(parsed => act(parsed, RegisterAsync));
        return command;
    }

    private static async Task<int> RegisterAsync(ParseResult parsed, GatewayOptions options)
    {
        if (SinkCommand.ServerOf(parsed, options) is not { } server)
            return RunCommand.BadConfiguration;
        var id = parsed.GetValue(Binding) ?? Guid.NewGuid();
        if (server.Sinks.Any(s => s.Terms.Id == id))
        {
            await Console.Error.WriteLineAsync($"{server.Name} has a sink with the binding {id} already");
            return RunCommand.BadConfiguration;
        }
        if (server.Sinks.Any(s => s.Name == Called(parsed)))
        {
            await Console.Error.WriteLineAsync(
                $"{server.Name} has a sink '{Called(parsed)}' already; give this one another --name");
            return RunCommand.BadConfiguration;
        }
        var prefix = SinkPlace.Find(options, server.Name)!;
        var json = Sink(parsed, id).ToJsonString(Indented);
        return await SinkCommand.ChangeAsync(
            options, text => Added(text, prefix, json), $"registered {Called(parsed)} {id} on {server.Name}, in {options.Path}");
    }

    private static SettingsText Added(SettingsText text, string prefix, string json) => text.Has($"{prefix}Sinks")
        ? text.Append($"{prefix}Sinks", json)
        : text.Insert(prefix.TrimEnd(':'), "Sinks", $"[\n{json}\n]");

    private static string Called(ParseResult parsed) => parsed.GetValue(Name) ?? parsed.GetValue(Kind)!;

    private static JsonObject Sink(ParseResult parsed, Guid id)
    {
        var kind = parsed.GetValue(Kind)!;
        var events = parsed.GetValue(Events) is { Length: > 0 } named ? named : ["RCPT"];
        var sink = new JsonObject
        {
            ["Sink"] = kind,
            ["Name"] = Called(parsed),
            ["Binding"] = $"{id}",
            ["Events"] = new JsonArray([.. events.Select(e => JsonValue.Create(e))]),
            ["Priority"] = parsed.GetValue(Priority) ?? (kind == "RcptProxy" ? VerifierPriority : BindingTerms.DefaultPriority),
            ["Enabled"] = !parsed.GetValue(Disabled),
        };
        if (parsed.GetValue(Rule) is { } rule)
            sink["Rule"] = rule;
        foreach (var (key, value) in new[] { ("Assembly", parsed.GetValue(Assembly)), ("Class", parsed.GetValue(Class)) })
        {
            if (value is not null)
                sink[key] = value;
        }
        if (Settings(parsed, kind) is { } settings)
            sink["Settings"] = settings;
        return sink;
    }

    private static JsonArray Bypass(string server) =>
        [.. new[] { "127.0.0.1", server }.Distinct().Select(a => JsonValue.Create(a))];

    // Registration puts the internal server and this machine on the list of those who are not verified.
    private static JsonObject? Settings(ParseResult parsed, string kind) => kind switch
    {
        "RcptProxy" when parsed.GetValue(Internal) is { } server =>
            new JsonObject { ["InternalServer"] = server, ["Bypass"] = Bypass(server) },
        "Respond" when parsed.GetValue(Reply) is { } reply => new JsonObject { ["Reply"] = reply },
        _ => null,
    };
}
