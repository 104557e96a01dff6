using System.Buffers;
using System.Globalization;
using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Wire;

namespace SmtpGate.DropFolder;

/// <summary>Where files are taken from.</summary>
/// <param name="Bad">Where those go that nobody can send.</param>
/// <param name="MostOctets">Of a file; null: no limit.</param>
/// <param name="Interval">It is looked at again after this.</param>
public sealed record PickupOptions(string Folder, string Bad, string HostName, long? MostOctets, TimeSpan Interval);

/// <summary>
/// A pickup directory (RL-15): what lies there and has not changed since the last look is sent. A file goes when its message
/// is in safe hands; whatever happens before that, it is there still.
/// </summary>
public sealed class Pickup(PickupOptions options, IAcceptance target, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private const int Piece = 64 * 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly ArrayBufferWriter<byte> _mended = new(Piece + 2);
    private Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);
    private Task _looking = Task.CompletedTask;

    /// <param name="before">What is waited for: two never take from one directory.</param>
    public void Start(Task before) => _looking = Task.Run(async () =>
    {
        await before;
        await LookAsync();
    });

    /// <summary>The file that is being sent is sent still.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _looking;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(options.Interval, clock);
        try
        {
            do
            {
                await TakeAllAsync();
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private async Task TakeAllAsync()
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
            var now = new DirectoryInfo(options.Folder).EnumerateFiles().Where(IsWhole)
                .ToDictionary(f => f.FullName, f => (f.Length, f.LastWriteTimeUtc), StringComparer.Ordinal);
            var quiet = now.Where(f => _seen.GetValueOrDefault(f.Key) == f.Value).Select(f => f.Key)
                .Order(StringComparer.Ordinal).ToList();
            _seen = now;
            foreach (var path in quiet)
            {
                if (_stop.IsCancellationRequested || target.Refusal is not null)
                    return;
                await TakeAsync(path);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(logger, options.Folder, fault.Message);
        }
    }

    // Whoever writes into the directory itself gives a file its name when it is whole. A link could lead to what only the
    // gateway may read; what has no length may be no file at all, but something that never ends.
    private static bool IsWhole(FileInfo file) =>
        file is { LinkTarget: null, Length: > 0 } && !file.Name.StartsWith('.')
        && !file.Name.EndsWith(DropFile.Unfinished, StringComparison.OrdinalIgnoreCase);

    private async Task TakeAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var (message, problem) = file.Length > options.MostOctets
            ? (null, $"it has {file.Length} octets; permitted: {options.MostOctets}")
            : await PickupFile.ReadAsync(file, CancellationToken.None);
        var reply = message is null ? null : await SendAsync(message, file);
        if (reply is { IsDone: true })
            File.Delete(path);
        else if (reply is null or { IsTransient: false })
            await SetAsideAsync(path, problem ?? $"{reply!.Code} {reply.Lines[0]}");
    }

    private async Task<Reply> SendAsync(PickupFile message, FileStream file)
    {
        var id = MessageId.New(clock);
        var with = new MailParameters(
            null, message.IsEightBit ? BodyKind.EightBit : BodyKind.SevenBit,
            message.From.Mailbox is { IsInternational: true } || message.To.Any(t => t.IsInternational));
        await using var arrival = target.Begin(new Arriving(id, message.From, with, message.To));
        await arrival.WriteAsync(Encoding.UTF8.GetBytes(Trace(message, id)), CancellationToken.None);
        var mender = new LineMender(_mended);
        await WriteAsync(message.Header);
        file.Position = message.Body;
        var piece = new byte[Piece];
        for (int count; (count = await file.ReadAsync(piece)) > 0;)
            await WriteAsync(piece.AsMemory(0, count));
        Log.Taken(logger, file.Name, id);
        return await arrival.AcceptAsync(CancellationToken.None);

        async Task WriteAsync(ReadOnlyMemory<byte> text)
        {
            _mended.ResetWrittenCount();
            mender.Write(text.Span);
            await arrival.WriteAsync(_mended.WrittenMemory, CancellationToken.None);
        }
    }

    // RFC 5321 4.4; RFC 6409 8.3, 8.4: who sends it here need not know the time, nor give it a name.
    private string Trace(PickupFile message, string id)
    {
        var now = clock.GetUtcNow().ToString("ddd, d MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        return $"Received: by {options.HostName} (pickup directory) id {id};\r\n\t{now}\r\n"
            + (message.IsDated ? "" : $"Date: {now}\r\n")
            + (message.IsNamed ? "" : $"Message-ID: <{id}@{options.HostName}>\r\n");
    }

    private async Task SetAsideAsync(string path, string problem)
    {
        Directory.CreateDirectory(options.Bad);
        var place = Path.Combine(options.Bad, $"{MessageId.New(clock)}-{Path.GetFileName(path)}");
        // First the reason: a message without one would be a riddle.
        await File.WriteAllTextAsync(place + ".txt", $"taken from the pickup directory, not sent: {problem}\n");
        File.Move(path, place + ".bad");
        Log.SetAside(logger, path, place + ".bad", problem);
    }
}
