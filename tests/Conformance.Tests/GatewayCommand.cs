using System.Diagnostics;

namespace Conformance.Tests;

/// <summary>The gateway's command line, as a process that ends.</summary>
internal static class GatewayCommand
{
    /// <summary>What it wrote, to standard output and then to standard error.</summary>
    /// <param name="code">The exit code that it must have.</param>
    public static async Task<string> SayAsync(int code, string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(RunningGateway.Program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        var text = await said + errors;
        Assert.True(code == process.ExitCode, $"exit code {process.ExitCode}: {text}");
        return text;
    }
}
