using System.Net;
using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

/// <summary>A shell script stands for the gateway: all that matters is what it prints and how it ends.</summary>
public sealed class GatewayProcessTests : IDisposable
{
    private const string Serving =
        "trap 'exit 7' TERM; echo ready inbound 127.0.0.1:4711; echo said >&2; while :; do sleep 0.05; done";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_ready_line_says_where_it_listens()
    {
        await using var gateway = await StartAsync($"echo starting; cat \"$3\" >&2; {Serving}");
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 4711), gateway.EndPoint);
        await Stage.UntilAsync(() => gateway.Log.Contains("said", StringComparison.Ordinal));
        Assert.StartsWith("{ \"the\": \"configuration\" }", gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_to_stop_and_ends_with_its_own_code()
    {
        await using var gateway = await StartAsync(Serving);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal(7, await gateway.StopAsync(limit.Token));
        Assert.Equal(7, await gateway.StopAsync(limit.Token));
    }

    [Theory]
    [InlineData("ready inbound 127.0.0.1:4712", true, 4712)]
    [InlineData("unchanged: the configuration is wrong", false, 4711)]
    public async Task It_is_told_to_read_its_configuration_again(string word, bool taken, int port)
    {
        const string serving = "echo ready inbound 127.0.0.1:4711; while :; do sleep 0.05; done";
        await using var gateway = await StartAsync($"trap 'cat \"$3\" >&2; echo >&2; echo {word}' USR1; {serving}");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal(taken, await gateway.ReloadAsync("{ \"the\": \"second\" }", limit.Token));
        Assert.Equal(port, gateway.EndPoint.Port);
        await Stage.UntilAsync(() => gateway.Log.Contains("{ \"the\": \"second\" }", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_is_gone_reads_nothing_again()
    {
        await using var gateway = await StartAsync("echo ready inbound 127.0.0.1:4711");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.False(await gateway.ReloadAsync("{}", limit.Token));
    }

    [Fact]
    public async Task It_ends_with_the_run_whatever_it_does()
    {
        var gateway = await StartAsync(
            $"echo $$ > {_folder.Path("id")}; trap '' TERM; echo ready in 127.0.0.1:1; exec sleep 600");
        var id = int.Parse(await File.ReadAllTextAsync(_folder.Path("id")), System.Globalization.CultureInfo.InvariantCulture);
        await gateway.DisposeAsync();
        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(id));
    }

    [Theory]
    [InlineData("echo 'Limits: wrong' >&2; exit 2", 2, "Limits: wrong")]
    [InlineData("echo nearly ready; exit 0", 0, "")]
    public async Task A_gateway_that_ends_before_it_is_ready_refused(string script, int code, string said)
    {
        var refused = await Assert.ThrowsAsync<GatewayRefusedException>(() => StartAsync(script));
        Assert.Equal((code, said), (refused.ExitCode, refused.Said));
    }

    [Fact]
    public async Task A_program_that_is_not_there_refused()
    {
        var launcher = new GatewayProcessLauncher(_folder.Path("none"));
        var refused = await Assert.ThrowsAsync<GatewayRefusedException>(() => launcher.StartAsync("{}", CancellationToken.None));
        Assert.Contains("cannot be started", refused.Said, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<IGateway> StartAsync(string script)
    {
        var program = _folder.Write("gateway", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new GatewayProcessLauncher(program).StartAsync("{ \"the\": \"configuration\" }", CancellationToken.None);
    }
}
