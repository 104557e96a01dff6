using System.Text;
using SmtpGate.Files;

namespace SmtpGate.DropFolder;

/// <summary>Where badmail lies.</summary>
/// <param name="MostOctets">That may lie there; null: as many as there are.</param>
public sealed record BadmailOptions(string Folder, long? MostOctets);

/// <summary>
/// What can neither be delivered nor given back: the message, and beside it why. Where there is too much of it the oldest goes.
/// </summary>
public sealed class Badmail(ILogger logger)
{
    private const string Message = ".bad";
    private const string Reason = ".txt";

    // Of what may lie there, when it is told and when enough has gone.
    private const double Fills = 0.8;
    private const double Enough = 0.9;

    private readonly Lock _lock = new();
    private string? _folder;
    private long _octets;

    /// <summary>A message that lies elsewhere still; safe when this returns.</summary>
    /// <param name="name">Of the file, without its ending.</param>
    /// <exception cref="IOException">It could not be kept.</exception>
    public Task<string> PutAsync(BadmailOptions options, string name, string reason, Stream content) =>
        KeepAsync(options, name, reason, async path =>
        {
            await using var file = File.Create(path);
            await content.CopyToAsync(file);
            Disk.Sync(file.SafeFileHandle);
        });

    /// <summary>A file, which keeps its name but for the ending. Where it lies now.</summary>
    /// <inheritdoc cref="PutAsync"/>
    public Task<string> MoveAsync(BadmailOptions options, string file, string reason) =>
        KeepAsync(options, Path.GetFileNameWithoutExtension(file), reason, path =>
        {
            File.Move(file, path, overwrite: true);
            SyncCopy(path);
            return Task.CompletedTask;
        });

    // From another disk it is a copy, which is ours; what may only be moved is no copy.
    private static void SyncCopy(string path)
    {
        try
        {
            using var moved = File.OpenHandle(path, access: FileAccess.ReadWrite);
            Disk.Sync(moved);
        }
        catch (UnauthorizedAccessException)
        {
            // It is where its owner has written it.
        }
    }

    private async Task<string> KeepAsync(BadmailOptions options, string name, string reason, Func<string, Task> keep)
    {
        MakeFolder(options.Folder);
        var path = Path.Combine(options.Folder, name);
        // First the reason: a message without one would be a riddle.
        WholeFile.Write(path + Reason, isSecret: true, file => file.Write(Encoding.UTF8.GetBytes(reason)));
        await keep(path + Message);
        Disk.SyncFolder(options.Folder);
        lock (_lock)
            Count(options, new FileInfo(path + Message));
        return path + Message;
    }

    // What somebody made beforehand stays as it is.
    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Count(BadmailOptions options, FileInfo last)
    {
        var more = last.Length;
        if (_folder != options.Folder)
            (_folder, _octets, more) = (options.Folder, Files(options.Folder).Sum(f => f.Length), 0);
        var before = _octets;
        _octets += more;
        if (options.MostOctets is not { } limit)
            return;
        if (before <= limit * Fills && _octets > limit * Fills)
            Log.BadmailFills(logger, options.Folder, _octets, limit);
        if (_octets > limit)
            RemoveOldest(options.Folder, (long)(limit * Enough), last);
    }

    // What was picked up is as old as whoever wrote it says; its reason is as old as its lying here.
    // The last is kept, however large it is: it has just been said where it lies.
    private void RemoveOldest(string folder, long enough, FileInfo last)
    {
        var others = Files(folder).Where(f => f.FullName != last.FullName);
        foreach (var file in others.OrderBy(f => File.GetLastWriteTimeUtc(ReasonOf(f))).ToList())
        {
            if (_octets <= enough)
                return;
            _octets -= file.Length;
            file.Delete();
            File.Delete(ReasonOf(file));
            Log.BadmailRemoved(logger, file.FullName);
        }
    }

    private static string ReasonOf(FileInfo message) => Path.ChangeExtension(message.FullName, Reason);

    private static IEnumerable<FileInfo> Files(string folder) => new DirectoryInfo(folder).EnumerateFiles("*" + Message);
}
