using System.CommandLine;
using System.Net.Sockets;
using SmtpGate.VirtualServers;

namespace SmtpGate.Commands;

/// <summary><c>smtpgate run --config FILE</c>: the gateway itself, until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>Exit code: the configuration or the command line is wrong.</summary>
    public const int BadConfiguration = 2;

    /// <summary>Exit code: an address of the listeners is taken or not there, or a queue cannot be used.</summary>
    private const int CannotListen = 3;

    public static string UsualConfiguration => Path.Combine(AppContext.BaseDirectory, "appsettings.json");

    public static Command Create()
    {
        var config = ConfigOption.Make();
        const string description = "Run the gateway until SIGTERM or Ctrl-C; SIGHUP reads the configuration again";
        var command = new Command("run", description) { config };
        command.SetAction(parsed => RunAsync(parsed.GetValue(config)!));
        return command;
    }

    private static async Task<int> RunAsync(string path)
    {
        if (Load(path) is not { } options)
            return BadConfiguration;
        using var signals = new Signals();
        using var lines = new LogLines();
        using var control = new ControlDesk(path, lines);
        await using var host = Made(options, lines, control);
        if (host is null)
            return CannotListen;
        control.Host = host;
        if (!await StartedAsync(host, signals.StopNow))
            return CannotListen;
        SayReady(host);
        while (await signals.NextAsync() == Told.Reload)
            SayReloaded(host, control.Reload());
        await host.StopAsync(signals.StopNow);
        return 0;
    }

    private static GatewayHost? Made(GatewayOptions options, LogLines lines, ControlDesk control)
    {
        try
        {
            return new GatewayHost(options, lines.From(options.LogLevel), control.Socket, control.AnswerAsync);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"cannot keep messages: {refused.Message} Look at HomeDirectory in the configuration.");
            return null;
        }
    }

    private static async Task<bool> StartedAsync(GatewayHost host, CancellationToken cancel)
    {
        try
        {
            await host.StartAsync(cancel);
            return true;
        }
        catch (Exception taken) when (taken is IOException or SocketException)
        {
            // Kestrel thinks of every address as one of the web.
            var message = taken.Message.Replace("http://", "", StringComparison.Ordinal);
            await Console.Error.WriteLineAsync($"cannot listen: {message} Look at Listeners in the configuration.");
            return false;
        }
    }

    private static void SayReloaded(GatewayHost host, string? obstacle)
    {
        if (obstacle is null)
            SayReady(host);
        else
            Console.WriteLine($"unchanged: {obstacle}");
    }

    public static GatewayOptions? Load(string path)
    {
        var (options, problems) = GatewayOptions.Load(path);
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        return options;
    }

    // Whoever started the gateway with port 0 reads here where it listens.
    private static void SayReady(GatewayHost host)
    {
        foreach (var listener in host.Listening)
            Console.WriteLine($"ready {listener.Name} {listener.EndPoint}");
    }
}
