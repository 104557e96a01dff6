using System.CommandLine;
using SmtpGate.VirtualServers;

namespace SmtpGate.Commands;

/// <summary>Which file of users is meant: named, or the one of a configuration.</summary>
internal sealed class UserFileOption
{
    public Option<string?> File { get; } = new("--file") { Description = "The file of users", Recursive = true };

    public Option<string> Config { get; } = ConfigOption.Make("Or the configuration that names it", isRecursive: true);

    public Option<string?> Server { get; } = new("--server")
    {
        Description = "The virtual server whose users are meant, if several have some",
        Recursive = true,
    };

    /// <summary>Null where none is named; why has been said.</summary>
    public string? Find(ParseResult parsed)
    {
        if (parsed.GetValue(File) is { Length: > 0 } file)
            return Path.GetFullPath(file);
        var (server, config) = (parsed.GetValue(Server), parsed.GetValue(Config)!);
        var (named, problems) = GatewayOptions.UserFiles(config);
        var fitting = named.Where(n => server is null || n.Server == server).Select(n => n.File).Distinct().ToList();
        if (fitting.Count == 1)
            return fitting[0];
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        if (problems.Count == 0)
            Console.Error.WriteLine(fitting.Count == 0
                ? $"{config}: no virtual server has Auth:Users; name the file with --file"
                : $"{config}: {fitting.Count} virtual servers have users of their own; choose one with --server");
        return null;
    }
}
