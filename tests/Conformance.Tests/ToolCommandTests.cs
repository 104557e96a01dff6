using System.Diagnostics;

namespace Conformance.Tests;

/// <summary><c>smtpsim</c> as people type it.</summary>
public sealed class ToolCommandTests
{
    [Theory]
    [InlineData("serve", "x.smtp", "--seed", "abc", "--seed: 'abc' is no whole number")]
    [InlineData("load", "--to", "127.0.0.1:1", "--rate=fast", "--rate: 'fast' is no number")]
    public async Task A_value_that_cannot_be_read_is_named_as_people_know_it(
        string verb, string first, string second, string third, string said)
    {
        var (code, errors) = await RunAsync(verb, first, second, third);
        Assert.Equal(4, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S: 220 x\nC: EHLO a\nS: 250 x\n", 1)]
    [InlineData("@serve default\n", 0)]
    public async Task A_script_that_nobody_played_shows_nothing(string script, int code)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var server = await RunningServer.WithAsync(script, descriptors: 1024);
        Assert.Equal(code, await server.StopAsync());
    }

    private static async Task<(int Code, string Errors)> RunAsync(params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var process = Process.Start(new ProcessStartInfo(RunningServer.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await output;
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, errors);
    }
}
