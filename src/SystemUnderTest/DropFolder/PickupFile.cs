using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Wire;

namespace SmtpGate.DropFolder;

/// <summary>A message that somebody has put into a pickup directory: from whom it is, to whom, and its header.</summary>
/// <param name="From">Who hears what becomes of it.</param>
/// <param name="Header">Its lines, each with its end as it came, without what only the gateway is to know.</param>
/// <param name="Body">Where the rest of it begins in the file, the empty line in front of it included.</param>
/// <param name="IsEightBit">It has octets above 127.</param>
public sealed record PickupFile(
    ReversePath From, IReadOnlyList<Mailbox> To, ReadOnlyMemory<byte> Header, long Body, bool IsEightBit)
{
    // RFC 5322 knows no limit; no header that people write is longer.
    private const int LongestHeader = 1 << 20;

    // RFC 5322 3.6.3; of Return-Path only the host that delivers it knows (RFC 5321 4.4).
    private static readonly string[] Private = ["Bcc", "Resent-Bcc", "Return-Path"];

    /// <summary>Has a Date.</summary>
    public bool IsDated => HeaderText.Values(Header.Span, "Date").Count > 0;

    /// <summary>Has a Message-ID.</summary>
    public bool IsNamed => HeaderText.Values(Header.Span, "Message-ID").Count > 0;

    /// <summary>Hosts that it has come through.</summary>
    public int Hops => HeaderText.Values(Header.Span, "Received").Count;

    /// <summary>What the file holds, or why nobody can send that.</summary>
    /// <param name="file">Read from its first octet to its last.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<(PickupFile? Message, string? Problem)> ReadAsync(Stream file, CancellationToken cancel)
    {
        var start = new byte[(int)Math.Min(LongestHeader, file.Length)];
        var count = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancel);
        var whole = start.AsMemory(0, count);
        var isEightBit = !Ascii.IsValid(whole.Span) || await HasEightBitAsync(file, cancel);
        var on = EnvelopeOf(whole.Span, out var sender, out var receivers);
        var length = HeaderText.LengthOf(whole.Span[on..]);
        if (length == count - on && count == LongestHeader)
            return (null, $"its header has more than {LongestHeader} octets");
        ReadOnlyMemory<byte> header = LineMender.Mended(whole.Span.Slice(on, length));
        if (Misplaced(header.Span, isBehindEnvelope: on > 0) is { } misplaced)
            return (null, misplaced);
        if (sender is null && receivers.Count == 0)
            (sender, receivers) = HeaderAddresses.Of(header.Span);
        header = Private.Aggregate(header, HeaderText.Without);
        var (from, to, problem) = Parsed(sender, receivers);
        return problem is null ? (new PickupFile(from!, to!, header, on + length, isEightBit), null) : (null, problem);
    }

    private static string? Misplaced(ReadOnlySpan<byte> header, bool isBehindEnvelope)
    {
        if (header is [(byte)' ' or (byte)'\t', ..])
            return isBehindEnvelope
                ? $"the line behind its last {EnvelopeLine.Sender} or {EnvelopeLine.Receiver} begins with a space, "
                    + "and neither goes on in another line"
                : "its first line begins with a space, as if it went on from another";
        return HasEnvelope(header) ? $"it has {EnvelopeLine.Sender} or {EnvelopeLine.Receiver} further down, not on top" : null;
    }

    private static bool HasEnvelope(ReadOnlySpan<byte> header) =>
        HeaderText.Values(header, EnvelopeLine.Sender[..^1]).Count > 0
        || HeaderText.Values(header, EnvelopeLine.Receiver[..^1]).Count > 0;

    // Octets of the lines on top that are the envelope's.
    private static int EnvelopeOf(ReadOnlySpan<byte> text, out string? sender, out List<string> receivers)
    {
        (sender, receivers) = (null, []);
        // Some editors put one in front of everything.
        var at = text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        while (at < text.Length)
        {
            var end = text[at..].IndexOf((byte)'\n') is >= 0 and var found ? found : text.Length - at;
            var line = text.Slice(at, end).TrimEnd((byte)'\r');
            if (EnvelopeLine.ValueOf(EnvelopeLine.Receiver, line) is { } receiver)
                receivers.Add(receiver);
            else if (EnvelopeLine.ValueOf(EnvelopeLine.Sender, line) is { } from)
                sender = from;
            else
                break;
            at = Math.Min(at + end + 1, text.Length);
        }
        return at;
    }

    private static (ReversePath? From, List<Mailbox>? To, string? Problem) Parsed(string? sender, List<string> receivers)
    {
        if (receivers.Count == 0)
            return (null, null, $"nobody is named whom it is to, {Nowhere(sender is not null, EnvelopeLine.Receiver, "To")}");
        if (sender is null)
            return (null, null, $"nobody is named whom it is from, {Nowhere(receivers.Count > 0, EnvelopeLine.Sender, "From")}");
        var from = sender is "" or "<>" ? ReversePath.Null
            : EnvelopeLine.Mailbox(sender) is { } mailbox ? new ReversePath(mailbox) : null;
        if (from is null)
            return (null, null, $"'{Shown(sender)}' is no mailbox that it could be from");
        var to = receivers.Select(EnvelopeLine.Mailbox).ToList();
        return to.IndexOf(null) is >= 0 and var wrong
            ? (null, null, $"'{Shown(receivers[wrong])}' is no mailbox that it could be to")
            : (from, [.. to.OfType<Mailbox>().DistinctBy(Known)], null);
    }

    // RFC 5321 2.4, RFC 5890 2.3.2.1: domains are the same in any letters and labels.
    private static (string, string) Known(Mailbox mailbox) =>
        (mailbox.LocalPart, (DomainName.ToAscii(mailbox.Domain) ?? mailbox.Domain).ToLowerInvariant());

    // Who has an envelope on top means all of it.
    private static string Nowhere(bool hasOther, string line, string field) => hasOther
        ? $"for there is no {line} beside the other of the two"
        : $"neither with {line} nor with {field}";

    private static string Shown(string text) => string.Concat(text.Take(256).Select(c => char.IsControl(c) ? '?' : c));

    private static async Task<bool> HasEightBitAsync(Stream rest, CancellationToken cancel)
    {
        var piece = new byte[64 * 1024];
        for (int count; (count = await rest.ReadAsync(piece, cancel)) > 0;)
        {
            if (!Ascii.IsValid(piece.AsSpan(0, count)))
                return true;
        }
        return false;
    }
}
