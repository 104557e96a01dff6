using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Security.Authentication;

namespace Conformance.Tests;

/// <summary>Programs that send one message, and say "sent" or "failed" and why: docs/clients.md's columns.</summary>
internal static class SendingClients
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string Modules = Path.Combine(Repository.Folder("artifacts"), "clients", "node_modules");

    /// <summary>Null where it is not installed, and this is not CI, which installs it.</summary>
    public static Func<int, string[], Task<string>>? Of(string name) => name switch
    {
        "smtplib" => Installed("python3") is { } python
            ? (port, words) => RunAsync(python, [Sample("smtplib_client.py"), .. Words(port, words)])
            : null,
        "nodemailer" => Installed("node") is { } node && (Directory.Exists(Path.Combine(Modules, "nodemailer")) || IsCi)
            ? (port, words) => RunAsync(node, [Sample("nodemailer-client.cjs"), .. Words(port, words)])
            : null,
        "msmtp" => Installed("msmtp") is { } msmtp ? (port, words) => MsmtpAsync(msmtp, port, words) : null,
        "SmtpClient" => (port, words) => Task.Run(() => Send(port, words)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "docs/clients.md has a column that nothing plays"),
    };

    private static bool IsCi => Environment.GetEnvironmentVariable("CI") is not null;

    private static string? Installed(string program) => PeerTheoryAttribute.Find(program) ?? (IsCi ? program : null);

    private static string Sample(string name) => Path.Combine(Repository.Folder("samples"), "clients", name);

    private static string[] Words(int port, string[] words) => [port.ToString(CultureInfo.InvariantCulture), .. words];

    private static string? Value(string[] words, string name) =>
        words.Select(w => w.Split('=')).FirstOrDefault(w => w[0] == name)?.Last();

    private static IEnumerable<string> Recipients(string[] words) => Enumerable
        .Range(1, int.Parse(Value(words, "to") ?? "1", CultureInfo.InvariantCulture)).Select(i => $"r{i}@recipient.example");

    private static Task<string> MsmtpAsync(string program, int port, string[] words) => RunAsync(program, [
        "--file=/dev/null", "--host=localhost", $"--port={port}", "--from=a@sender.example", "--domain=client.example",
        .. Value(words, "limit") is { } limit ? [$"--timeout={limit}"] : Array.Empty<string>(),
        words.Contains("tls=checked") ? "--tls=on" : "--tls=off", "--user=joe", "--passwordeval=echo secret",
        words.Contains("auth") ? "--auth=plain" : "--auth=off",
        .. Recipients(words),
    ]);

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = Modules;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        await process.StandardInput.WriteAsync("Subject: x\n\nhello\n");
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        var complained = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        // msmtp says nothing where all is well.
        var result = process.ExitCode == 0 ? "sent" : $"failed exit {process.ExitCode} {complained}";
        return await said is { Length: > 0 } text ? text : result;
    }

    private static string Send(int port, string[] words)
    {
        using var client = new SmtpClient("localhost", port) { EnableSsl = words.Contains("tls=checked") };
        if (Value(words, "limit") is { } limit)
            client.Timeout = 1000 * int.Parse(limit, CultureInfo.InvariantCulture);
        if (words.Contains("auth"))
            client.Credentials = new NetworkCredential("joe", "secret");
        using var mail = new MailMessage { From = new MailAddress("a@sender.example"), Subject = "x", Body = "hello" };
        foreach (var recipient in Recipients(words))
            mail.To.Add(recipient);
        try
        {
            client.Send(mail);
            return "sent";
        }
        catch (SmtpException fault)
        {
            return $"failed {(int)fault.StatusCode} {fault.Message}";
        }
        catch (AuthenticationException fault)
        {
            return $"failed {fault.Message}";
        }
    }
}
