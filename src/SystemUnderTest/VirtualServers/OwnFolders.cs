namespace SmtpGate.VirtualServers;

/// <summary>
/// The folders that mail lies in: what one is for would be lost in another, so none may lie in another. Drop directories
/// may, as nothing in them is looked at again.
/// </summary>
internal static class OwnFolders
{
    private enum Use
    {
        Queue,
        Pickup,
        Drop,
        Badmail,
    }

    private sealed record Folder(Use Use, string Path);

    /// <summary>Every two that are in each other's way, in words.</summary>
    public static IEnumerable<string> Collisions(IEnumerable<VirtualServerOptions> servers)
    {
        var all = servers.SelectMany(Of).ToList();
        return
            from a in all.Index()
            from b in all.Skip(a.Index + 1)
            where (Holds(a.Item.Path, b.Path) || Holds(b.Path, a.Item.Path)) && !MayShare(a.Item, b)
            select $"{Words(a.Item)} and {Words(b)} lie one in the other; each needs a folder of its own";
    }

    private static IEnumerable<Folder> Of(VirtualServerOptions server)
    {
        if (server.Pickup is { } pickup)
            yield return new Folder(Use.Pickup, Whole(pickup.Folder));
        if (server is not { Queue: { } queue, Home: { } home })
            yield break;
        yield return new Folder(Use.Queue, Whole(Queues.FolderIn(home)));
        foreach (var drop in queue.Routes.Folders.Distinct())
            yield return new Folder(Use.Drop, Whole(drop));
        if (queue.Options.Badmail is { } bad)
            yield return new Folder(Use.Badmail, Whole(bad));
    }

    // Two queues in one folder are told of already, and badmail below a queue is where it is without a setting.
    private static bool MayShare(Folder a, Folder b) =>
        a.Use == b.Use && a.Use != Use.Pickup
        || a is { Use: Use.Queue } && b is { Use: Use.Badmail } && b.Path == Path.Combine(a.Path, "badmail");

    private static bool Holds(string outer, string inner) =>
        inner == outer || inner.StartsWith(outer + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Whole(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static string Words(Folder folder) => folder.Use switch
    {
        Use.Queue => $"the queue '{folder.Path}'",
        Use.Pickup => $"the Pickup '{folder.Path}'",
        Use.Drop => $"the Drop '{folder.Path}'",
        _ => $"the Badmail '{folder.Path}'",
    };
}
