using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Recording;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim record --to …</c>: stands between clients and a server and writes a transcript a connection.</summary>
internal static class RecordCommand
{
    private static readonly Option<string> To = new("--to") { Description = "HOST:PORT of the server", Required = true };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where to listen; port 0 lets the system choose",
        DefaultValueFactory = _ => "127.0.0.1:2525",
    };

    private static readonly Option<string> Into = new("--into")
    {
        Description = "Folder for the transcripts, one a connection",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<bool> SeeThrough = new("--see-through-tls")
    {
        Description = "Where the client begins TLS, or says STARTTLS, begin it on both sides, with a certificate of our own",
    };

    public static Command Create()
    {
        var command = new Command("record", "Stand between clients and a server, and write down what they say")
        {
            To, Listen, Into, SeeThrough, TlsOptions.Authority, TlsOptions.KeyLog,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        EngineThreads.UseOne();
        var at = await Addresses.ResolveAsync(parsed.GetValue(Listen)!, cancel);
        var target = await Addresses.ResolveAsync(parsed.GetValue(To)!, cancel);
        var options = new ProxyOptions(parsed.GetValue(SeeThrough), TlsOptions.Apply(parsed, WalkOptions.Default));
        var folder = Files.WritableFolder(parsed.GetValue(Into)!);
        try
        {
            var lost = 0;
            await using (var proxy = RecordingProxy.Start(at, target, options, WriteOrLoseAsync))
            {
                Console.WriteLine($"ready {proxy.EndPoint}");
                await Waiting.ForCancelAsync(cancel);
            }
            return Volatile.Read(ref lost) == 0 ? ExitCodes.Fine : ExitCodes.Failure;

            // Several are written at once.
            async Task WriteOrLoseAsync(Conversation conversation)
            {
                if (!await TryWriteAsync(folder, conversation))
                    Interlocked.Increment(ref lost);
            }
        }
        catch (SocketException taken)
        {
            throw Addresses.Taken(at, "--listen", taken);
        }
    }

    private static async Task<bool> TryWriteAsync(string folder, Conversation conversation)
    {
        try
        {
            await WriteAsync(folder, conversation);
            if (conversation.Missed is { } missed)
                await Console.Error.WriteLineAsync(
                    $"{conversation.Title}: the last {missed} octets are not in it; "
                        + $"a recording holds {SessionLog.Keeps >> 20} MiB of a session, "
                        + $"and all that are open take {ProxyOptions.MostInAll >> 20} MiB");
            return conversation.Missed is null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{conversation.Title} was not written: {unwritable.Message}");
            return false;
        }
    }

    private static async Task WriteAsync(string folder, Conversation conversation)
    {
        var transcript = RecordedTranscript.Of(conversation);
        await using var file = Create(folder, conversation.Began.UtcDateTime);
        try
        {
            await using var writer = new StreamWriter(file, leaveOpen: true);
            TranscriptWriter.Write(transcript, writer);
        }
        catch (IOException)
        {
            // A part of a recording looks like a whole one.
            File.Delete(file.Name);
            throw;
        }
        var trouble = conversation.Trouble is { } why ? $"; {why}" : "";
        Console.WriteLine($"{Path.GetFileName(file.Name)}: {conversation.Title}{trouble}");
    }

    // Never over another: what is there may be all that is left of a failure.
    private static FileStream Create(string folder, DateTime began)
    {
        var name = began.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        for (var copy = 1; ; copy++)
        {
            var number = copy == 1 ? "" : $"-{copy.ToString(CultureInfo.InvariantCulture)}";
            var path = Path.Combine(folder, $"{name}{number}.smtp");
            try
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Two connections of one millisecond: the next number is free.
            }
        }
    }
}
