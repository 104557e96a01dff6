using System.Buffers;
using System.Globalization;
using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Wire;

namespace SmtpGate.DropFolder;

/// <summary>Sends files that were taken out of a pickup directory, or sets them aside.</summary>
internal sealed class PickupSender(
    PickupOptions options, IAcceptance target, Badmail badmail, TimeProvider clock, ILogger logger)
{
    private const int Piece = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _mended = new(Piece + 2);

    /// <summary>It goes when its message is in safe hands; where that cannot be now it stays.</summary>
    /// <exception cref="IOException">It could not be read, or not be moved; it stays.</exception>
    public async Task SendAsync(string path)
    {
        var (reply, problem) = await TryAsync(path);
        if (reply is { IsDone: true })
            File.Delete(path);
        else if (reply is null or { IsTransient: false })
            await SetAsideAsync(path, problem ?? $"{reply!.Code} {reply.Lines[0]}");
    }

    private async Task<(Reply? Reply, string? Problem)> TryAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (file.Length > options.MostOctets)
            return (null, $"it has {file.Length} octets; permitted: {options.MostOctets}");
        var (message, problem) = await PickupFile.ReadAsync(file, CancellationToken.None);
        if (message is null)
            return (null, problem);
        return message.Hops > options.MostHops ? (Replies.Looping, null) : (await SendAsync(message, file), null);
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
        var reply = await arrival.AcceptAsync(CancellationToken.None);
        if (reply.IsDone)
            Log.Sent(logger, file.Name, id);
        return reply;

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
        var place = await badmail.MoveAsync(options.Bad, path, $"taken from the pickup directory, not sent: {problem}\n");
        Log.SetAside(logger, path, place, problem);
    }
}
