using System.Diagnostics;
using System.Text.Json;
using SmtpGate.Configuration;
using SmtpGate.Files;
using SmtpGate.Recipients;

namespace SmtpGate.VirtualServers;

/// <summary>
/// A verifying sink's settings in the configuration file, found by the names of its virtual server and its binding: looked
/// at for each recipient, read where something has changed.
/// </summary>
public sealed class SinkSettingsFile(string path, string server, Guid binding) : IVerifierSource
{
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(500);

    private readonly Lock _lock = new();
    private long _lookedAt;
    private FileStamp _stamp = FileStamp.Of(path);

    public VerifierGlance? Look()
    {
        // Nobody changes a file and asks within so short a time; whoever is asked ten times in it looks once.
        var now = Stopwatch.GetTimestamp();
        if (Stopwatch.GetElapsedTime(Interlocked.Read(ref _lookedAt), now) < Moment)
            return null;
        Interlocked.Exchange(ref _lookedAt, now);
        lock (_lock)
        {
            var stamp = FileStamp.Of(path);
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
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            return failed.Message;
        }
    }

    private void Clear()
    {
        // A session waits for it: where somebody else is changing the file, key 1 stays as it is.
        using var alone = ChangeLock.Take(path, TimeSpan.Zero);
        var text = new SettingsText(File.ReadAllBytes(path));
        if (GatewayOptions.Of(path, text).Options is not { } options || SinkPlace.Find(options, server, binding) is not { } key)
            return;
        string[] names = [$"{key}:Settings:Refresh", $"{key}:Settings:1"];
        names.Where(text.Has).Aggregate(text, (changed, name) => changed.Replace(name, "0")).Write(path);
        // What it wrote itself is no news.
        lock (_lock)
            _stamp = FileStamp.Of(path);
    }
}
