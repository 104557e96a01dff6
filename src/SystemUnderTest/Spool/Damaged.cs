namespace SmtpGate.Spool;

/// <summary>
/// Where that is put which cannot be used: each with its reason beside it. Nobody sends it, and it hinders nobody.
/// </summary>
internal sealed class Damaged(string folder, ILogger logger)
{
    public const string FolderName = "damaged";

    // Whoever has more has lost a disk; the log says the rest.
    private const int MostFiles = 2000;

    private readonly string _folder = Path.Combine(folder, FolderName);

    public void Keep(string name, ReadOnlySpan<byte> octets, string reason)
    {
        try
        {
            // It is found again with each start, until its segment is used again.
            if (!Say(name, reason, out var path))
                return;
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            RandomAccess.Write(file, octets, 0);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Log.NotSetAside(logger, name, refused.Message);
        }
    }

    /// <summary>A whole file; where that cannot be it stays, and hinders nobody there either.</summary>
    public void Move(string file, string reason)
    {
        try
        {
            if (Say(FreeName(Path.GetFileName(file)), reason, out var path))
                File.Move(file, path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Log.NotSetAside(logger, file, refused.Message);
        }
    }

    // One of its name may lie there from before.
    private string FreeName(string name)
    {
        var free = name;
        for (var number = 2; Path.Exists(Path.Combine(_folder, free)); number++)
            free = $"{name}.{number}";
        return free;
    }

    private bool Say(string name, string reason, out string path)
    {
        path = Path.Combine(_folder, name);
        if (File.Exists(path))
            return false;
        Directory.CreateDirectory(_folder);
        Log.SetAside(logger, name, reason);
        if (Directory.EnumerateFiles(_folder).Take(MostFiles).Count() == MostFiles)
            return false;
        File.WriteAllText(path + ".txt", reason + "\n");
        return true;
    }
}
