using System.Text;

namespace SmtpGate.Queue;

/// <summary>
/// What can neither be delivered nor given back: the message, and beside it why. Where there is too much of it the oldest goes.
/// </summary>
internal sealed class Badmail(ILogger logger)
{
    private const string Ending = ".bad";

    // Of what may lie there, when it is told and when enough has gone.
    private const double Fills = 0.8;
    private const double Enough = 0.9;

    private readonly Lock _lock = new();
    private string? _folder;
    private long _octets;

    /// <param name="most">Octets that may lie there; null: as many as there are.</param>
    public async Task PutAsync(string folder, long? most, QueuedMessage message, IReadOnlyList<ReportedRecipient> failed)
    {
        MakeFolder(folder);
        var path = Path.Combine(folder, message.Kept.Id);
        // First the reason: a message without one would be a riddle.
        await File.WriteAllTextAsync(path + ".txt", Reason(message, failed));
        await using (var file = File.Create(path + Ending))
        {
            using var content = message.Kept.Read();
            await content.CopyToAsync(file);
            file.Flush(flushToDisk: true);
        }
        Log.Badmail(logger, message.Kept.Id, failed[0].Why.Text);
        lock (_lock)
            Count(folder, message.Kept.Length, most);
    }

    // What somebody made beforehand stays as it is.
    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Count(string folder, long more, long? most)
    {
        if (_folder != folder)
            (_folder, _octets, more) = (folder, Files(folder).Sum(f => f.Length), 0);
        var before = _octets;
        _octets += more;
        if (most is not { } limit)
            return;
        if (before <= limit * Fills && _octets > limit * Fills)
            Log.BadmailFills(logger, folder, _octets, limit);
        if (_octets > limit)
            RemoveOldest(folder, (long)(limit * Enough));
    }

    private void RemoveOldest(string folder, long enough)
    {
        foreach (var file in Files(folder).OrderBy(f => f.LastWriteTimeUtc).ToList())
        {
            if (_octets <= enough)
                return;
            _octets -= file.Length;
            file.Delete();
            File.Delete(Path.ChangeExtension(file.FullName, ".txt"));
            Log.BadmailRemoved(logger, file.FullName);
        }
    }

    private static IEnumerable<FileInfo> Files(string folder) => new DirectoryInfo(folder).EnumerateFiles("*" + Ending);

    private static string Reason(QueuedMessage message, IReadOnlyList<ReportedRecipient> failed)
    {
        var reason = new StringBuilder();
        reason.Append("from <").Append(message.Text.From).Append(">\n");
        foreach (var recipient in failed)
            reason.Append("to <").Append(recipient.Address).Append(">: ").Append(recipient.Why.Text).Append('\n');
        return reason.ToString();
    }
}
