using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace SmtpGate.Commands;

/// <summary>
/// Log messages on standard error, one a line: <c>2026-11-22T07:06:40.123+01:00 info Recipient … accepted</c>. The time is
/// local with its offset (RFC 3339 5.6): a queue's story takes days, and clocks are put back.
/// </summary>
internal sealed class LogLines : IDisposable
{
    private readonly ConsoleLoggerProvider _console = new(new FixedOptions(), [new LineFormatter()]);

    /// <summary>Messages of this level and above; the framework's own from warnings on.</summary>
    public ILoggerFactory From(LogLevel least)
    {
        var filter = new LoggerFilterOptions { MinLevel = least };
        filter.AddFilter("Microsoft", least > LogLevel.Warning ? least : LogLevel.Warning);
        return new LoggerFactory([_console], filter);
    }

    public void Dispose() => _console.Dispose();

    private sealed class LineFormatter() : ConsoleFormatter(nameof(LogLines))
    {
        public override void Write<TState>(
            in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
        {
            var time = DateTime.Now.ToString("yyyy-MM-ddTHH:mm:ss.fffK", CultureInfo.InvariantCulture);
            var text = logEntry.Formatter(logEntry.State, logEntry.Exception).ReplaceLineEndings(" ");
            textWriter.WriteLine($"{time} {Word(logEntry.LogLevel)} {text}");
            if (logEntry.Exception is { } exception)
                textWriter.WriteLine(exception);
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warning",
            LogLevel.Error => "error",
            _ => "critical",
        };
    }

    private sealed class FixedOptions : IOptionsMonitor<ConsoleLoggerOptions>
    {
        public ConsoleLoggerOptions CurrentValue { get; } =
            new() { FormatterName = nameof(LogLines), LogToStandardErrorThreshold = LogLevel.Trace };

        public ConsoleLoggerOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<ConsoleLoggerOptions, string?> listener) => null;
    }
}
