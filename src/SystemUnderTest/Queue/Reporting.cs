using System.Text;
using SmtpGate.DropFolder;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Spool;
using SmtpGate.Wire;

namespace SmtpGate.Queue;

/// <summary>Tells senders what has become of their mail; what nobody can be told of is badmail.</summary>
internal sealed class Reporting(
    MessageSpool spool, TimeProvider clock, ILogger logger, Action<SpooledMessage, QueuedEnvelope> enter)
{
    // In one line of the log.
    private const int MostNames = 10;

    // Of a message, to be given back.
    private const int MostOctets = 64 * 1024;

    private int _given;

    /// <summary>What nobody can be told of.</summary>
    public Badmail Badmail { get; } = new(logger);

    /// <summary>Reports are safe before this returns: only then may the message go.</summary>
    /// <exception cref="IOException">Nothing could be written.</exception>
    public async Task TellAsync(QueuedMessage message, Verdict verdict, QueueTerms terms)
    {
        if (verdict.Failed.Count > 0)
            await FailAsync(message, verdict.Failed, terms);
        // RFC 5321 6.1: who has no sender has nobody who waits.
        if (message.Text.From is { Length: > 0 } sender)
        {
            await SendAsync(message, ReportAction.Delayed, Wanted(verdict.Delayed, Notify.Delay), sender, terms);
            await SendAsync(message, ReportAction.Relayed, verdict.Relayed, sender, terms);
            await SendAsync(message, ReportAction.Delivered, verdict.Delivered, sender, terms);
        }
    }

    private static string Names(IReadOnlyList<ReportedRecipient> recipients) => string.Join(
        ", ",
        recipients.Take(MostNames).Select(r => r.Address).Append(recipients.Count > MostNames ? "…" : null).OfType<string>());

    // RFC 3461 4.1: where nothing was said, bad news are wanted.
    private static List<ReportedRecipient> Wanted(IReadOnlyList<ReportedRecipient> recipients, Notify news) =>
        [.. recipients.Where(r => r.Wishes.Notify is not { } wanted || wanted.HasFlag(news))];

    private async Task FailAsync(QueuedMessage message, IReadOnlyList<ReportedRecipient> failed, QueueTerms terms)
    {
        Log.Failed(logger, message.Kept.Id, Names(failed), failed[0].Why.Text);
        // RFC 5321 6.1: never a report on a report.
        if (message.Text.From.Length == 0)
        {
            if (!await SendPlainAsync(message, failed[0]))
                await PutAsideAsync(message, failed, terms.Options);
            return;
        }
        var wanted = Wanted(failed, Notify.Failure);
        // Where the disk fills in between, both are written again: rather the postmaster hears it twice.
        if (terms.Options.ReportCopies is { } copy)
            await SendAsync(message, ReportAction.Failed, wanted, copy.ToString(), terms);
        await SendAsync(message, ReportAction.Failed, wanted, message.Text.From, terms);
    }

    // A report of ours that only had too many bits for the sender's host.
    private async ValueTask<bool> SendPlainAsync(QueuedMessage report, ReportedRecipient failed)
    {
        if (report.Text.Of is null || !HasTooManyBits(failed) || DomainName.InALabels(failed.Address) is not { } to)
            return false;
        var octets = new byte[report.Kept.Length];
        using var content = await ContentAsync(report);
        if (await content.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false) < octets.Length)
            return false;
        if (PlainReport.Of(octets, failed.Address, to) is not { } plain)
            return false;
        Log.SentPlain(logger, report.Kept.Id, failed.Why.Text);
        await KeepAsync(NewId(report), report.Text with { To = [to], EightBit = false, Utf8 = false }, [plain]);
        return true;
    }

    private static bool HasTooManyBits(ReportedRecipient failed) => failed.Host is null
        && (failed.Why.Status == Replies.NextHostLacks8Bit.Enhanced || failed.Why.Status == Replies.NextHostLacksUtf8.Enhanced);

    // Never used again: not in this millisecond, and the next gateway begins in a later one.
    private string NewId(QueuedMessage about) =>
        $"{about.Kept.Id}-{clock.GetUtcNow().ToUnixTimeMilliseconds():x}{Interlocked.Increment(ref _given) & 0xfff:x3}";

    private async Task PutAsideAsync(QueuedMessage message, IReadOnlyList<ReportedRecipient> failed, QueueOptions options)
    {
        var reason = new StringBuilder().Append("from <").Append(message.Text.From).Append(">\n");
        foreach (var recipient in failed)
            reason.Append("to <").Append(recipient.Address).Append(">: ").Append(recipient.Why.Text).Append('\n');
        var place = new BadmailOptions(options.Badmail ?? spool.Place("badmail"), options.BadmailOctets);
        using var content = await ContentAsync(message);
        await Badmail.PutAsync(place, message.Kept.Id, reason.ToString(), content);
        Log.Badmail(logger, message.Kept.Id, failed[0].Why.Text);
    }

    private async Task SendAsync(
        QueuedMessage about, ReportAction action, IReadOnlyList<ReportedRecipient> recipients, string to, QueueTerms terms)
    {
        if (recipients.Count == 0)
            return;
        var now = clock.GetUtcNow();
        var id = NewId(about);
        var report = new Report(action, id, terms.Options.Name, about, now)
        {
            Recipients = recipients,
            IsUtf8 = about.Text.Utf8 && await IsInternationalAsync(about),
        };
        report = report with { Part = await PartAsync(about, report) };
        var envelope = new QueuedEnvelope("", [to], now, terms.Server, report.IsEightBit, report.IsUtf8, about.Kept.Id)
        {
            RequireTls = about.Text.RequireTls,
        };
        await KeepAsync(id, envelope, [report.Head(to), report.Part, report.End]);
    }

    private async Task KeepAsync(string id, QueuedEnvelope envelope, IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        await using var draft = spool.Begin(id);
        foreach (var piece in content)
            await draft.WriteAsync(piece, CancellationToken.None);
        if (await draft.CommitAsync(envelope.ToOctets()) is not { } kept)
            throw new IOException("the report could not be kept");
        enter(kept, envelope);
    }

    // Empty where it cannot be read any more: its sender hears all the same.
    private async Task<Stream> ContentAsync(QueuedMessage message, long most = long.MaxValue)
    {
        var octets = new byte[MostOctets];
        try
        {
            using var content = message.Kept.Read();
            for (var left = most; left > 0 && await content.ReadAsync(octets) is > 0 and var count;)
                left -= count;
            return message.Kept.Read();
        }
        catch (IOException lost)
        {
            Log.Lost(logger, message.Kept.Id, lost.Message);
            return Stream.Null;
        }
    }

    private async Task<bool> IsInternationalAsync(QueuedMessage about)
    {
        using var content = await ContentAsync(about);
        return International.Is(new OutgoingMessage(about.Envelope, () => content));
    }

    // Of a message that is given back whole all of it, else its header.
    private async Task<ReadOnlyMemory<byte>> PartAsync(QueuedMessage about, Report report)
    {
        using var content = await ContentAsync(about, MostOctets);
        var octets = new byte[MostOctets];
        var count = await content.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false);
        // RFC 2045 2.7, 2.8: neither 7bit nor 8bit has NUL.
        octets.AsSpan(0, count).Replace((byte)0, (byte)'?');
        if (report.IsWhole)
            return octets.AsMemory(0, count);
        if (octets.AsSpan(0, count).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            count = end + 2;
        // RFC 5322 2.2: a header is ASCII, unless it is UTF-8 that was announced; whoever takes 7 bits only gets it, too.
        for (var i = 0; i < count && !report.IsUtf8; i++)
            octets[i] = octets[i] < 128 ? octets[i] : (byte)'?';
        // RFC 5321 2.3.8: what was binary becomes part of a text.
        return about.Text.Binary ? LineMender.Mended(octets.AsSpan(0, count)) : octets.AsMemory(0, count);
    }
}
