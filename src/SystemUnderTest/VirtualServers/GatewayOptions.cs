using SmtpGate.Configuration;

namespace SmtpGate.VirtualServers;

/// <summary>The whole configuration, composed from each folder's settings.</summary>
/// <param name="IsList">The virtual servers stand in a list; else the file is one itself.</param>
public sealed record GatewayOptions(IReadOnlyList<VirtualServerOptions> Servers, LogLevel LogLevel, bool IsList)
{
    /// <summary>The file they were read from.</summary>
    public string Path { get; init; } = "";

    // What belongs to one virtual server and to no other.
    private static readonly string[] OwnKeys = ["Name", "Listeners", "Sinks"];

    /// <summary>All listeners, those of the first virtual server first.</summary>
    public IEnumerable<ListenerOptions> Listeners => Servers.SelectMany(s => s.Listeners);

    /// <summary>How long a stop waits for sessions to end before they are cut.</summary>
    public TimeSpan StopTime => Servers.Max(s => s.Limits.StopTime);

    /// <summary>The options, or everything that is wrong with the file.</summary>
    public static (GatewayOptions? Options, IReadOnlyList<SettingsProblem> Problems) Load(string path) =>
        Of(SettingsFile.Read(path));

    /// <summary>What would be loaded if the file held this text.</summary>
    public static (GatewayOptions? Options, IReadOnlyList<SettingsProblem> Problems) Of(string path, SettingsText text) =>
        Of(SettingsFile.Parse(path, text.Octets.ToArray()));

    private static (GatewayOptions? Options, IReadOnlyList<SettingsProblem> Problems) Of(
        (SettingsFile? File, SettingsProblem? Problem) read)
    {
        var (file, problem) = read;
        if (file is null)
            return (null, [problem!]);
        var root = new SettingsReader(file);
        var options = Read(root);
        // What several virtual servers take from the top is read for each.
        var problems = root.Problems.Distinct().ToList();
        return problems.Count == 0 ? (options with { Path = System.IO.Path.GetFullPath(file.Path) }, []) : (null, problems);
    }

    /// <summary>Which files of users the virtual servers name, whether they are there or not.</summary>
    public static (IReadOnlyList<(string Server, string File)> Files, IReadOnlyList<SettingsProblem> Problems) UserFiles(
        string path)
    {
        var (file, problem) = SettingsFile.Read(path);
        if (file is null)
            return ([], [problem!]);
        var root = new SettingsReader(file);
        var servers = root.Sections("VirtualServers") is { Count: > 0 } several ? several : [root];
        var named =
            from server in servers
            let users = server.Section("Auth").Path("Users")
            where users is not null
            select (server.Text("Name", VirtualServerOptions.UsualName), users);
        return ([.. named], []);
    }

    // A file without a list of virtual servers is one itself.
    private static GatewayOptions Read(SettingsReader root)
    {
        var level = root.Choice("LogLevel", LogLevel.Information);
        var own = root.Sections("VirtualServers");
        if (own.Count == 0)
        {
            if (root.Has("VirtualServers"))
                root.Report("VirtualServers", "VirtualServers is empty; permitted: at least one { … }, or none at all");
            var only = VirtualServerOptions.Read(root, null);
            foreach (var collision in OwnFolders.Collisions([only]))
                root.Report(only.Pickup is null ? "HomeDirectory" : "Pickup", collision);
            root.RefuseOthers();
            return new GatewayOptions([only], level, IsList: false);
        }
        var servers = own.Select(s => VirtualServerOptions.Read(s, root)).ToList();
        foreach (var key in OwnKeys.Where(root.Has))
            root.Report(key, $"{key} stands beside VirtualServers; it belongs into one of them");
        root.RefuseOthers();
        RefuseNamesakes(root, servers);
        return new GatewayOptions(servers, level, IsList: true);
    }

    private static void RefuseNamesakes(SettingsReader root, List<VirtualServerOptions> servers)
    {
        foreach (var twice in servers.GroupBy(s => s.Name).Where(g => g.Count() > 1))
            root.Report("VirtualServers", $"{twice.Count()} virtual servers have the name '{twice.Key}'");
        foreach (var twice in servers.Where(s => s.Queue is not null).GroupBy(s => s.Home).Where(g => g.Count() > 1))
            root.Report(
                "VirtualServers", $"{twice.Count()} virtual servers keep their queues in the HomeDirectory '{twice.Key}'");
        foreach (var collision in OwnFolders.Collisions(servers))
            root.Report("VirtualServers", collision);
        var taken = servers.SelectMany(s => s.Listeners).Where(l => l.EndPoint.Port != 0).GroupBy(l => l.EndPoint);
        foreach (var twice in taken.Where(g => g.Count() > 1))
            root.Report("VirtualServers", $"{twice.Count()} listeners have the address {twice.Key}");
    }
}
