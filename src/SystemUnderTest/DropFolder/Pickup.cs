using SmtpGate.Outgoing;

namespace SmtpGate.DropFolder;

/// <summary>Where files are taken from.</summary>
/// <param name="Bad">Where those go that nobody can send.</param>
/// <param name="Interval">It is looked at again after this.</param>
public sealed record PickupOptions(string Folder, BadmailOptions Bad, string HostName, TimeSpan Interval)
{
    /// <summary>Of a file; null: no limit.</summary>
    public long? MostOctets { get; init; }

    /// <summary>Received fields on top of a message; with more it goes in circles (RFC 5321 6.3).</summary>
    public int MostHops { get; init; } = 100;

    /// <summary>Files that are being sent: nobody else writes there.</summary>
    public string Taken => Path.Combine(Folder, ".taken");
}

/// <summary>
/// A pickup directory (RL-15): what lies there and has not changed since the last look is taken out of it, and sent. A file
/// goes when its message is in safe hands; whatever happens before that, it is there still.
/// </summary>
public sealed class Pickup(PickupOptions options, IAcceptance target, Badmail badmail, TimeProvider clock, ILogger logger)
    : IAsyncDisposable
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly CancellationTokenSource _stop = new();
    private readonly PickupSender _sender = new(options, target, badmail, clock, logger);
    private readonly HashSet<string> _stuck = new(StringComparer.Ordinal);
    private Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);
    private Task _looking = Task.CompletedTask;

    /// <param name="before">What is waited for: two never take from one directory.</param>
    public void Start(Task before) => _looking = Task.Run(async () =>
    {
        await before;
        await LookAsync();
    });

    /// <summary>The file that is being sent is sent still.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _looking;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(options.Interval, clock);
        try
        {
            do
            {
                // What was taken before a stop and not sent comes first.
                foreach (var file in Files(options.Taken, _ => true))
                    await TryAsync(file.FullName, () => _sender.SendAsync(file.FullName));
                foreach (var path in Quiet())
                    await TryAsync(path, () => TakeAsync(path));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Enough.
        }
    }

    // What is the matter with one file is nothing to the others. It is told once.
    private async Task TryAsync(string path, Func<Task> act)
    {
        if (_stop.IsCancellationRequested || target.Refusal is not null)
            return;
        try
        {
            await act();
            _stuck.Remove(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (_stuck.Add(path))
                Log.Stuck(logger, path, fault.Message);
        }
    }

    // In the order of their names.
    private List<string> Quiet()
    {
        var now = new Dictionary<string, (long Length, DateTime Written)>(StringComparer.Ordinal);
        foreach (var file in Files(options.Folder, IsNamed))
            now[file.FullName] = (file.Length, file.LastWriteTimeUtc);
        var quiet = now.Where(f => _seen.GetValueOrDefault(f.Key) == f.Value).Select(f => f.Key)
            .Order(StringComparer.Ordinal).ToList();
        _seen = now;
        return quiet;
    }

    // Whoever writes into the directory itself gives a file its name when it is whole.
    private static bool IsNamed(FileInfo file) =>
        !file.Name.StartsWith('.') && !file.Name.EndsWith(DropFile.Unfinished, StringComparison.OrdinalIgnoreCase);

    // A link could lead to what only the gateway may read; what has no length may be no file at all, but something that
    // never ends; what is gone meanwhile has another name.
    private List<FileInfo> Files(string folder, Func<FileInfo, bool> isMeant)
    {
        try
        {
            var taken = Directory.CreateDirectory(options.Taken);
            if (!OperatingSystem.IsWindows())
                taken.UnixFileMode = OwnersOnly;
            return [.. new DirectoryInfo(folder).EnumerateFiles().Where(isMeant).Where(HasGoodName)
                .Where(f => f is { Exists: true, LinkTarget: null, Length: > 0 })];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (_stuck.Add(folder))
                Log.Stuck(logger, folder, fault.Message);
            return [];
        }
    }

    // Octets that are no UTF-8 name nothing that could be opened here.
    private bool HasGoodName(FileInfo file)
    {
        var isGood = !file.Name.Contains('\uFFFD', StringComparison.Ordinal);
        if (!isGood && _stuck.Add(file.FullName))
            Log.Stuck(logger, file.FullName, "its name is no UTF-8; give it another");
        return isGood;
    }

    // From here on nobody writes to it, and whoever puts another there under its name puts another. Who cannot be kept from
    // it cannot send it again and again either.
    private Task TakeAsync(string path)
    {
        var taken = Path.Combine(options.Taken, MessageId.New(clock) + DropFile.Ending);
        File.Move(path, taken);
        Log.Taken(logger, path, taken);
        return new FileInfo(taken) is { Exists: true, LinkTarget: null, Length: > 0 }
            ? _sender.SendAsync(taken)
            : Task.CompletedTask;
    }
}
