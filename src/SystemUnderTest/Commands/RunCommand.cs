using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;

namespace SmtpGate.Commands;

/// <summary><c>smtpgate run --config FILE</c>: the gateway itself, until it is told to stop.</summary>
internal static class RunCommand
{
    /// <summary>The configuration is wrong.</summary>
    private const int BadConfiguration = 2;

    public static Command Create()
    {
        var config = new Option<string>("--config")
        {
            Description = "The configuration file",
            DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "appsettings.json"),
        };
        var command = new Command("run", "Run the gateway until SIGTERM or Ctrl-C") { config };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(config)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string path, CancellationToken cancel)
    {
        var (options, problems) = GatewayOptions.Load(path);
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync(problem.ToString());
        if (options is null)
            return BadConfiguration;
        await using var host = GatewayHost.Build(options, ToStandardError);
        await host.StartAsync(cancel);
        // Whoever started the gateway with port 0 reads here where it listens.
        foreach (var listener in host.Listening)
            Console.WriteLine($"ready {listener.Name} {listener.EndPoint}");
        await host.WaitForStopAsync(cancel);
        return 0;
    }

    private static void ToStandardError(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
