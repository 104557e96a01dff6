using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary><c>smtpsim</c> as people type it.</summary>
public sealed class ToolCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("serve", "x.smtp", "--seed", "abc", "--seed: 'abc' is no whole number")]
    [InlineData("load", "--to", "127.0.0.1:1", "--rate=fast", "--rate: 'fast' is no number")]
    [InlineData("check", "--parallel=2", "--shard", "3/2", "--shard is 3/2; permitted: a part and how many there are, as in 2/5")]
    [InlineData("check", "--parallel=2", "--against", "no/such.json", "no/such.json: there is no such file")]
    [InlineData("matrix", "no/such.json", "no/other.json", "--html=x.html", "no/such.json: there is no such file")]
    [InlineData("check", "--parallel=2", "--html", "no/such/x.html", "there is no folder '")]
    public async Task A_value_that_cannot_be_read_is_named_as_people_know_it(
        string verb, string first, string second, string third, string said)
    {
        var (code, errors) = await RunAsync(verb, first, second, third);
        Assert.Equal(4, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", errors, StringComparison.Ordinal);
    }

    // They would be one file that is none.
    [Fact]
    public async Task Several_sessions_are_not_printed_behind_one_another()
    {
        var pasted = Path.GetTempFileName();
        await File.WriteAllTextAsync(pasted, "$ telnet a\n220 a\nQUIT\n221\n$ telnet b\n220 b\n");
        var (code, errors) = await RunAsync("import", pasted);
        Assert.Equal(4, code);
        Assert.Contains("there are 2 sessions in it: give a folder with --into", errors, StringComparison.Ordinal);
    }

    // Before anything is said to the server.
    [Theory]
    [InlineData("client", "--to", ":6:1: nothing says what '{{secret1}}' is")]
    [InlineData("client", "--listen", "--listen: with --as client this says nothing")]
    [InlineData("server", "--to", "--to: with --as server this says nothing")]
    public async Task What_a_recording_cannot_be_replayed_with_is_told_first(string role, string option, string said)
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var recording = Path.GetTempFileName();
        await File.WriteAllTextAsync(recording, "title: x\n\nS: 220\nC: EHLO x\nS: 250\nC: AUTH PLAIN {{secret1}}\nS: 235\n");
        var (code, errors) = await RunAsync("replay", recording, "--as", role, option, $"{nobody.LocalEndpoint}");
        Assert.Equal(4, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.False(nobody.Pending());
    }

    [Theory]
    [InlineData("S: 220 x\nC: EHLO a\nS: 250 x\n", 1)]
    [InlineData("@serve default\n", 0)]
    public async Task A_script_that_nobody_played_shows_nothing(string script, int code)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var server = await RunningServer.WithAsync(script);
        Assert.Equal(code, await server.StopAsync());
    }

    // Whoever starts it reads one line, and goes on.
    [Fact]
    public async Task Ready_is_said_before_anything_else()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var server = await RunningServer.WithAsync("@serve default\n@on RCPT chance 10% -> S: 451 4.3.0 later\n");
        Assert.NotEqual(0, server.EndPoint.Port);
    }

    [Theory]
    [InlineData("play")]
    [InlineData("replay", "--as", "client")]
    [InlineData("soak", "--connections", "1")]
    public async Task What_is_told_to_stop_has_no_verdict(string verb, params string[] options)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, "S: 220\nC: NOOP\nS: 250\n");
        string[] words = verb == "soak" ? [verb] : [verb, script];
        using var process = Start([.. words, "--to", $"{silent.LocalEndpoint}", .. options]);
        using var client = await silent.AcceptSocketAsync().WaitAsync(Patience);
        using var kill = Process.Start("/bin/kill", ["-INT", $"{process.Id}"]);
        var (code, _) = await EndAsync(process);
        Assert.Equal(130, code);
        File.Delete(script);
    }

    [Fact]
    public async Task The_keys_of_TLS_sessions_are_written_where_they_are_wanted()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var keys = Path.GetTempFileName();
        await using (var server = await RunningServer.WithAsync("@serve default caps STARTTLS\n", options: $"--keylog {keys}"))
        {
            await ScriptedClient.PlayAsync(
                server.EndPoint, "S: 220\nC: EHLO x\nS: 250\nC: STARTTLS\nS: 220\n@tls start\nC: NOOP\nS: 250\n");
            await server.StopAsync();
        }
        var lines = await File.ReadAllLinesAsync(keys);
        File.Delete(keys);
        Assert.Contains(lines, l => l.StartsWith("CLIENT_", StringComparison.Ordinal) && l.Split(' ').Length == 3);
    }

    [Theory]
    [InlineData("", "S: 250 two")]
    [InlineData("--dry-run", "S: 250 one")]
    public async Task A_golden_becomes_what_is_accepted_and_keeps_what_it_says_of_itself(string option, string line)
    {
        var folder = Directory.CreateTempSubdirectory("smtpsim-");
        var (golden, made) = (Path.Combine(folder.FullName, "golden.smtp"), Path.Combine(folder.FullName, "new.smtp"));
        await File.WriteAllTextAsync(golden, "title: mine\n\nC: NOOP\nS: 250 one\n");
        await File.WriteAllTextAsync(made, "title: recorded\n\n[+0.001] C: NOOP\n[+0.002] S: 250 two\n");
        var (code, _) = await RunAsync([.. new[] { "accept", golden, made, option }.Where(a => a.Length > 0)]);
        Assert.Equal(0, code);
        Assert.Equal($"title: mine\n\nC: NOOP\n{line}\n", await File.ReadAllTextAsync(golden));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Load_without_a_result_leaves_the_last_one()
    {
        var folder = Directory.CreateTempSubdirectory("smtpsim-");
        var (last, none) = (Path.Combine(folder.FullName, "last.json"), Path.Combine(folder.FullName, "none.json"));
        await File.WriteAllTextAsync(last, "{}");
        foreach (var json in (string[])[last, none])
            Assert.Equal(3, (await RunAsync("load", "--to", "127.0.0.1:1", "--messages", "1", "--json", json)).Code);
        Assert.Equal("{}", await File.ReadAllTextAsync(last));
        Assert.False(File.Exists(none));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Load_that_is_told_to_stop_says_what_it_has_measured()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var server = await RunningServer.WithAsync("@serve default\n");
        using var process = Start(["load", "--to", $"{server.EndPoint}", "--for", "10m"]);
        // It tells how far it is, once a second.
        await process.StandardError.ReadLineAsync().WaitAsync(Patience);
        using var kill = Process.Start("/bin/kill", ["-INT", $"{process.Id}"]);
        var measured = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("p99", await measured, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_an_end_is_no_script()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (code, errors) = await RunAsync("diff", "/dev/zero", "/dev/zero");
        Assert.Equal(4, code);
        Assert.Contains("it has more than 256 MiB", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_order_mark_is_none_of_a_session()
    {
        var session = Path.GetTempFileName();
        await File.WriteAllTextAsync(session, "\uFEFFTrying 127.0.0.1...\n220 x\nEHLO a\n250 x\n");
        using var process = Start(["import", session]);
        var made = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain("Trying", made, StringComparison.Ordinal);
        Assert.Contains("C: EHLO a", made, StringComparison.Ordinal);
        File.Delete(session);
    }

    // A recorder that was cut off leaves that, or one whose server was down.
    [Theory]
    [InlineData("title: recorded\n\n")]
    [InlineData("title: recorded\n\n# the server: Connection refused\n# the client: end of stream\n")]
    public async Task A_golden_stays_where_nothing_was_said_in_the_new_one(string recorded)
    {
        var folder = Directory.CreateTempSubdirectory("smtpsim-");
        var (golden, made) = (Path.Combine(folder.FullName, "golden.smtp"), Path.Combine(folder.FullName, "new.smtp"));
        await File.WriteAllTextAsync(golden, "C: NOOP\nS: 250 one\n");
        await File.WriteAllTextAsync(made, recorded);
        var (code, errors) = await RunAsync("accept", golden, made);
        Assert.Equal(4, code);
        Assert.Contains("nothing was said in it", errors, StringComparison.Ordinal);
        Assert.Equal("C: NOOP\nS: 250 one\n", await File.ReadAllTextAsync(golden));
        folder.Delete(recursive: true);
    }

    // Without a file to spare the runtime ends in the middle of a word.
    [Theory]
    [InlineData("soak")]
    [InlineData("load")]
    public async Task More_connections_than_the_system_allows_are_refused(string verb)
    {
        if (!OperatingSystem.IsLinux())
            return;
        const string Few = "ulimit -n 300; exec \"$0\" \"$@\"";
        string[] words = ["-c", Few, RunningServer.Program, verb, "--to", "127.0.0.1:1", "--connections", "201"];
        using var process = Process.Start(
            new ProcessStartInfo("/bin/sh", words)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        var (code, errors) = await EndAsync(process);
        Assert.Equal(4, code);
        Assert.Contains("--connections: 201 need 301 open files, and the system allows 300", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@serve default\n")]
    [InlineData("title: empty\n\n")]
    public async Task What_is_no_session_is_not_exported(string text)
    {
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, text);
        var (code, errors) = await RunAsync("export", script, "--format", "swaks");
        Assert.Equal(4, code);
        Assert.Contains("is no session", errors, StringComparison.Ordinal);
        File.Delete(script);
    }

    [Theory]
    [InlineData("C: NOOP\nS: 250\n", 0)]
    [InlineData("C: NOOP\n@wat\n", 4)]
    public async Task Lint_says_by_its_code_whether_all_is_well(string script, int expected)
    {
        var folder = Directory.CreateTempSubdirectory("smtpsim-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.smtp"), script);
        var (code, _) = await RunAsync("lint", folder.FullName);
        Assert.Equal(expected, code);
        folder.Delete(recursive: true);
    }

    private static async Task<(int Code, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo(RunningServer.Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task<(int Code, string Errors)> EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = await process.StandardError.ReadToEndAsync(limit.Token);
        await output;
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, errors);
    }
}
