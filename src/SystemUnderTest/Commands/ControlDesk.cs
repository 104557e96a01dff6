using SmtpGate.Administration;
using SmtpGate.VirtualServers;

namespace SmtpGate.Commands;

/// <summary>What a running gateway can be asked for: by a signal, or at its control socket.</summary>
internal sealed class ControlDesk : IDisposable
{
    private readonly string _path;
    private readonly LogLines _lines;
    private readonly Lock _lock = new();

    public ControlDesk(string path, LogLines lines)
    {
        (_path, _lines) = (path, lines);
        var socket = ControlSocket.PathFor(path);
        var obstacle = socket is null ? "its path would be too long" : ControlSocket.Obstacle(socket);
        Socket = obstacle is null ? socket : null;
        if (obstacle is not null)
            Console.Error.WriteLine($"no control socket: {obstacle}; use SIGHUP");
    }

    /// <summary>Null where there can be none; why has been said.</summary>
    public string? Socket { get; }

    public GatewayHost? Host { get; set; }

    /// <summary>Null where the settings are followed, else why not: wrong ones are named, and those before them stay.</summary>
    public string? Reload()
    {
        lock (_lock)
        {
            var options = RunCommand.Load(_path);
            var logs = _lines.From(options?.LogLevel ?? LogLevel.Information);
            var obstacle = options is null ? "the configuration is wrong" : Follow(options, logs);
            var logger = logs.CreateLogger<ControlDesk>();
            if (obstacle is null)
                Log.Reloaded(logger, _path);
            else
                Log.NotReloaded(logger, _path, obstacle);
            return obstacle;
        }
    }

    private string? Follow(GatewayOptions options, ILoggerFactory logs)
    {
        try
        {
            return Host!.Reload(options, logs) ? null : "the listeners are others; start the gateway again to change them";
        }
        catch (Exception changed) when (changed is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // A file that was right a moment ago is not any more.
            return changed.Message;
        }
    }

    public async Task<ControlAnswer> AnswerAsync(ControlRequest request)
    {
        const string queues = "POST /queue/";
        if (request.What == "POST /reload")
            return Reload() is { } obstacle ? new ControlAnswer(409, obstacle) : new ControlAnswer(200, "");
        var answer = request.What.StartsWith(queues, StringComparison.Ordinal)
            ? await Host!.Queues.AnswerAsync(request.What[queues.Length..], request.Body)
            : null;
        return answer is { } octets
            ? new ControlAnswer(200, octets)
            : new ControlAnswer(404, "there is no such thing to ask for");
    }

    public void Dispose()
    {
        if (Socket is not null)
            File.Delete(Socket);
    }
}
