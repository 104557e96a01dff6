using SmtpGate.Files;

namespace SmtpGate.Recipients;

/// <summary>
/// A cache on disk: read at start, written now and then and at the end. What a kill loses is asked again; a file that cannot
/// be read or written is no reason not to work.
/// </summary>
public sealed class VerdictFile : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly VerdictCache _cache;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();

    public VerdictFile(string path, VerdictCache cache, int most, TimeProvider clock, ILogger logger)
    {
        (_path, _cache, _logger) = (path, cache, logger);
        if (File.Exists(path))
            Try(() => cache.Read(File.ReadLines(path), most));
        _timer = clock.CreateTimer(_ => Save(), null, Every, Every);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Save();
    }

    private void Save() => Try(() =>
    {
        lock (_lock)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            WholeFile.Write(_path, isSecret: true, Write);
        }
    });

    private void Write(Stream file)
    {
        using var writer = new StreamWriter(file, leaveOpen: true);
        foreach (var line in _cache.Lines())
            writer.Write(line + "\n");
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Log.CacheNotKept(_logger, _path, failed.Message);
        }
    }
}
