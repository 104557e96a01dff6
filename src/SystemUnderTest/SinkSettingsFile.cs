using System.Diagnostics;
using SmtpGate.Configuration;
using SmtpGate.Recipients;

namespace SmtpGate;

/// <summary>
/// A verifying sink's settings in the configuration file, found by the names of its virtual server and its binding: looked
/// at for each recipient, read where something has changed.
/// </summary>
public sealed class SinkSettingsFile(string path, string server, Guid binding) : IVerifierSource
{
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(200);

    private readonly Lock _lock = new();
    private long _lookedAt;
    private (DateTime, long) _stamp = Stamp(path);

    public VerifierGlance? Look()
    {
        // Nobody changes a file and asks within so short a time; whoever is asked ten times in it looks once.
        var now = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(Interlocked.Read(ref _lookedAt), now) < Moment)
            return null;
        Interlocked.Exchange(ref _lookedAt, now);
        lock (_lock)
        {
            var stamp = Stamp(path);
            if (stamp == _stamp || stamp == default)
                return null;
            _stamp = stamp;
        }
        return Read().Settings is { } settings ? new VerifierGlance(settings.Server, settings.Refresh) : null;
    }

    public (VerifierSettings? Settings, string? Problem) Read()
    {
        var (options, problems) = GatewayOptions.Load(path);
        if (options is null)
            return (null, problems[0].ToString());
        var sink = options.Servers.FirstOrDefault(s => s.Name == server)?.Sinks.FirstOrDefault(s => s.Terms.Id == binding);
        return sink?.RcptProxy is { } settings ? (settings, null) : (null, $"{path}: the binding {binding} is gone");
    }

    public string? ClearRefresh()
    {
        try
        {
            Clear();
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return failed.Message;
        }
    }

    private void Clear()
    {
        var (options, _) = GatewayOptions.Load(path);
        var key = options is null ? null : SinkPlace.Find(options, server, binding);
        if (key is null)
            return;
        var text = new SettingsText(File.ReadAllBytes(path));
        foreach (var name in new[] { $"{key}:Settings:Refresh", $"{key}:Settings:1" }.Where(text.Has))
            text.Replace(name, "0").Write(path);
        // What it wrote itself is no news.
        lock (_lock)
            _stamp = Stamp(path);
    }

    private static (DateTime, long) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
