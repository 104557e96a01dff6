using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using SmtpGate;
using SmtpGate.VirtualServers;
using SmtpSim.Conformance;

namespace Conformance.Tests;

/// <summary>Starts gateways inside the test process: for speed, and for a debugger.</summary>
public sealed class InProcessLauncher : IGatewayLauncher
{
    public async Task<IGateway> StartAsync(string configuration, CancellationToken cancel)
    {
        var file = Path.Combine(Path.GetTempPath(), $"smtpgate-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(file, configuration, cancel);
        var (options, problems) = GatewayOptions.Load(file);
        if (options is null)
        {
            File.Delete(file);
            throw new GatewayRefusedException(2, string.Join('\n', problems));
        }
        var log = new CollectedLog();
        var host = new GatewayHost(options, log.From(options.LogLevel));
        await host.StartAsync(cancel);
        return new InProcessGateway(host, log, file);
    }
}

internal sealed class InProcessGateway(GatewayHost host, CollectedLog log, string file) : IGateway
{
    public async Task<bool> ReloadAsync(string configuration, CancellationToken cancel)
    {
        await EditAsync(configuration, cancel);
        var (options, problems) = GatewayOptions.Load(file);
        foreach (var problem in problems)
            log.Add(problem.ToString());
        return options is not null && host.Reload(options, log.From(options.LogLevel));
    }

    public Task EditAsync(string configuration, CancellationToken cancel) =>
        File.WriteAllTextAsync(file, configuration, cancel);

    public Task<string> ConfigurationAsync(CancellationToken cancel) => File.ReadAllTextAsync(file, cancel);

    public IPEndPoint EndPoint { get; } = host.Listening[0].EndPoint;

    public string Log => log.ToString();

    public async Task<int> StopAsync(CancellationToken cancel)
    {
        await host.StopAsync(cancel);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(new CancellationToken(canceled: true));
        await host.DisposeAsync();
        File.Delete(file);
    }
}

internal sealed class CollectedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public void Add(string line) => _lines.Enqueue(line);

    public ILoggerFactory From(LogLevel least) =>
        new LoggerFactory([this], new LoggerFilterOptions { MinLevel = least });

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }

    public override string ToString() => string.Join('\n', _lines);
}
