using System.CommandLine;
using System.Net;
using SmtpSim.Control;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim control</c>: fake servers on demand, over HTTP, until Ctrl-C.</summary>
internal static class ControlCommand
{
    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where to listen; port 0 lets the system choose",
        DefaultValueFactory = _ => "127.0.0.1:8025",
    };

    private static readonly Option<bool> Remote = new("--remote")
    {
        Description = "Let other machines use it: there is no password",
    };

    private static readonly Option<string?> Scripts = new("--scripts")
    {
        Description = "Folder where scripts that name files find them; without it they can name none",
    };

    public static Command Create()
    {
        var command = new Command("control", "Make and drive fake servers over HTTP")
        {
            Listen, Remote, Scripts, TlsOptions.Authority, TlsOptions.KeyLog,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var at = await Addresses.ResolveAsync(parsed.GetValue(Listen)!, cancel);
        if (!parsed.GetValue(Remote) && !IPAddress.IsLoopback(at.Address))
            throw new UnusableFileException(
                "--listen", 0, 0, $"{at} can be reached from other machines; say so with --remote: there is no password");
        var scripts = parsed.GetValue(Scripts);
        if (scripts is not null && !Directory.Exists(scripts))
            throw new UnusableFileException("--scripts", 0, 0, $"there is no folder '{scripts}'");
        // A person at a browser takes longer than any test.
        var walk = TlsOptions.Apply(parsed, WalkOptions.Default with { CaseLimit = TimeSpan.FromHours(1) });
        try
        {
            await using var control = await ControlHost.StartAsync(
                new ControlOptions(at, parsed.GetValue(Remote), scripts, walk), cancel);
            Console.WriteLine($"ready {control.Address}");
            await Waiting.ForCancelAsync(cancel);
            return ExitCodes.Fine;
        }
        catch (Exception taken) when (taken is IOException or System.Net.Sockets.SocketException)
        {
            throw Addresses.Taken(at, "--listen", taken);
        }
    }
}
