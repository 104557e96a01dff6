using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.Queue;

/// <summary>What a report says has happened (RFC 3464 2.3.3).</summary>
internal enum ReportAction
{
    Failed,
    Delayed,

    /// <summary>Where it belongs.</summary>
    Delivered,

    /// <summary>Handed on to a host that tells nobody what becomes of it.</summary>
    Relayed,
}

/// <summary>A recipient of whom a report tells.</summary>
internal sealed record ReportedRecipient(string Address, Diagnosis Why, string? Host)
{
    public RecipientParameters Wishes { get; init; } = RecipientParameters.None;

    /// <summary>Given up then, where it waits.</summary>
    public DateTimeOffset RetryUntil { get; init; }
}

/// <summary>
/// A report on a message to its sender: multipart/report (RFC 6522) with a part for people, one for machines (RFC 3464) and
/// the message, or its header where it is long.
/// </summary>
internal sealed record Report(
    ReportAction Action, string Id, string HostName, QueuedMessage About, DateTimeOffset Now)
{
    // As much as Postfix gives back.
    private const int MostOctets = 50_000;

    private const string NotConverted = "5.6.3";

    /// <summary>Of whom it tells.</summary>
    public required IReadOnlyList<ReportedRecipient> Recipients { get; init; }

    /// <summary>What is given back.</summary>
    public ReadOnlyMemory<byte> Part { get; init; }

    /// <summary>It has to speak of UTF-8 in envelope or header (RFC 6533).</summary>
    public bool IsUtf8 { get; init; }

    private string OriginalType => (IsWhole, IsUtf8) switch
    {
        (true, true) => "message/global",
        (true, false) => "message/rfc822",
        (false, true) => "message/global-headers",
        (false, false) => "text/rfc822-headers",
    };

    private string Boundary => $"=_{Id}";

    public string Subject => Action switch
    {
        ReportAction.Failed => "Undelivered mail returned to sender",
        ReportAction.Delayed => "Mail is delayed",
        ReportAction.Delivered => "Mail was delivered",
        _ => "Mail was handed on",
    };

    /// <summary>Up to the original message, or to its header.</summary>
    public byte[] Head(string to) => Encoding.UTF8.GetBytes(Lines([
        $"From: Mail delivery <postmaster@{HostName}>",
        $"To: <{to}>",
        $"Subject: {Subject}",
        $"Date: {Rfc5322(Now)}",
        $"Message-ID: <{Id}@{HostName}>",
        // RFC 3834 5: so that no machine answers it.
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        $"Content-Type: multipart/report; report-type=delivery-status; boundary=\"{Boundary}\"",
        // RFC 2045 6.4: as its parts.
        $"Content-Transfer-Encoding: {(IsEightBit ? "8bit" : "7bit")}",
        "",
        $"--{Boundary}",
        "Content-Type: text/plain; charset=utf-8",
        $"Content-Transfer-Encoding: {(IsUtf8 ? "8bit" : "7bit")}",
        "",
        .. ForPeople(),
        "",
        $"--{Boundary}",
        $"Content-Type: message/{(IsUtf8 ? "global-delivery-status" : "delivery-status")}",
        .. IsUtf8 ? (string[])["Content-Transfer-Encoding: 8bit"] : [],
        "",
        .. About.Text.EnvId is { } id ? (string[])[$"Original-Envelope-Id: {Xtext.Shown(id)}"] : [],
        $"Reporting-MTA: dns; {HostName}",
        $"Arrival-Date: {Rfc5322(About.Text.Arrived)}",
        .. Recipients.SelectMany(ForMachines),
        "",
        $"--{Boundary}",
        $"Content-Type: {OriginalType}",
        $"Content-Transfer-Encoding: {(IsEightBit ? "8bit" : "7bit")}",
        "",
    ]));

    /// <summary>It has octets above 127.</summary>
    public bool IsEightBit => IsUtf8 || !Ascii.IsValid(Part.Span);

    /// <summary>
    /// The original message is given back whole; else its header. RET is of failures only (RFC 3461 4.3); what the next host
    /// could not have as it is (RFC 3463 3.7) it cannot have within a report; what nobody may listen to (RFC 8689 5) need not
    /// go twice.
    /// </summary>
    public bool IsWhole => Action == ReportAction.Failed && About.Text.Ret != ReturnedPart.Header
        && !About.Text.Binary && !About.Text.RequireTls
        && !Recipients.Any(r => r.Why.Status == NotConverted) && About.Kept.Length <= MostOctets;

    public byte[] End => Encoding.ASCII.GetBytes(Lines(["", $"--{Boundary}--"]));

    private IEnumerable<string> ForPeople() =>
    [
        $"This is the mail gateway {HostName}.",
        "",
        .. Action switch
        {
            ReportAction.Failed => ["Your message could not be delivered to those named below, and is not tried again."],
            ReportAction.Delayed => ["Your message could not be delivered to those named below yet.",
                $"You need not send it again: it is tried until {Rfc5322(Recipients.Max(r => r.RetryUntil))}."],
            ReportAction.Delivered => ["Your message was delivered to those named below."],
            _ => (string[])["Your message was handed on for those named below, to hosts that will not tell you more."],
        },
        .. Recipients.SelectMany(r => (string[])["", $"<{r.Address}>:", .. Wrapped(r.Why.Text)]),
    ];

    private IEnumerable<string> ForMachines(ReportedRecipient recipient) =>
    [
        "",
        .. recipient.Wishes.OriginalShown is { } original ? (string[])[$"Original-Recipient: {original}"] : [],
        $"Final-Recipient: {(IsUtf8 ? "utf-8" : "rfc822")}; {recipient.Address}",
        $"Action: {Action.ToString().ToLowerInvariant()}",
        $"Status: {recipient.Why.Status}",
        .. recipient.Host is null ? Array.Empty<string>() : [$"Remote-MTA: dns; {Named(recipient.Host)}"],
        .. recipient.Why.Code is { } code && Action != ReportAction.Delivered ? Folded($"Diagnostic-Code: smtp; {code}") : [],
        $"Last-Attempt-Date: {Rfc5322(Now)}",
        .. Action == ReportAction.Delayed ? [$"Will-Retry-Until: {Rfc5322(recipient.RetryUntil)}"] : Array.Empty<string>(),
    ];

    // RFC 3464 2.3.5: a domain, or an address in brackets (RFC 5321 4.1.3).
    private static string Named(string host) => IPAddress.TryParse(host, out var address)
        ? address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]"
        : host;

    // RFC 5322 2.1.1: no line should have more than 78 characters.
    private static IEnumerable<string> Wrapped(string text) => Pieces(text, 70).Select(p => $"    {p.Trim()}");

    // The space that a line begins with is the field's own: unfolded it is what it was (RFC 5322 2.2.3).
    private static IEnumerable<string> Folded(string field) => Pieces(field, 76);

    private static IEnumerable<string> Pieces(string text, int most)
    {
        while (text.Length > most)
        {
            // A word that is longer than a line is broken all the same.
            var at = text.LastIndexOf(' ', most) is > 0 and var space ? space : most - (char.IsLowSurrogate(text[most]) ? 1 : 0);
            yield return text[..at];
            text = text[at] == ' ' ? text[at..] : $" {text[at..]}";
        }
        yield return text;
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\r\n"));

    private static string Rfc5322(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("ddd, d MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
