using System.Text.Json;
using System.Text.Json.Serialization;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>A message's envelope as the spool keeps it: a line of JSON.</summary>
/// <param name="From">Empty for a report.</param>
/// <param name="Server">The virtual server that took it.</param>
/// <param name="Of">For a report: the message that it is about.</param>
public sealed record QueuedEnvelope(
    string From, IReadOnlyList<string> To, DateTimeOffset Arrived, string Server, bool EightBit = false, bool Utf8 = false,
    string? Of = null)
{
    /// <summary>BODY=BINARYMIME (RFC 3030 3).</summary>
    public bool Binary { get; init; }

    /// <summary>RFC 8689.</summary>
    public bool RequireTls { get; init; }

    /// <summary>RFC 3461; null where nothing was said of it, as with the next two.</summary>
    public ReturnedPart? Ret { get; init; }

    /// <summary>In xtext, as it came.</summary>
    public string? EnvId { get; init; }

    /// <summary>NOTIFY and ORCPT, by the recipients' places.</summary>
    public IReadOnlyDictionary<int, RecipientParameters>? Wishes { get; init; }

    private BodyKind Body => Binary ? BodyKind.Binary : EightBit ? BodyKind.EightBit : BodyKind.SevenBit;

    public RecipientParameters WishesOf(int recipient) =>
        Wishes?.GetValueOrDefault(recipient) ?? RecipientParameters.None;

    public static QueuedEnvelope Make(Arriving message, DateTimeOffset arrived, string server) => new(
        $"{message.From.Mailbox}", [.. message.Recipients.Select(r => r.ToString())], arrived, server,
        message.With.Body == BodyKind.EightBit, message.With.Utf8)
    {
        Binary = message.With.Body == BodyKind.Binary,
        RequireTls = message.With.RequiresTls,
        Ret = message.With.Return,
        EnvId = message.With.EnvelopeId,
        Wishes = message.Wishes.Count > 0 ? message.Wishes : null,
    };

    public byte[] ToOctets() => [.. JsonSerializer.SerializeToUtf8Bytes(this, SpoolJson.Default.QueuedEnvelope), (byte)'\n'];

    /// <summary>Null where it is none.</summary>
    public static QueuedEnvelope? Parse(ReadOnlySpan<byte> octets)
    {
        try
        {
            return JsonSerializer.Deserialize(octets, SpoolJson.Default.QueuedEnvelope) is { From: not null, To.Count: > 0 } read
                ? read
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Arriving ToMessage(string id) => new(
        id,
        From.Length == 0 ? ReversePath.Null : new ReversePath(MailboxOf(From)),
        new MailParameters(null, Body, Utf8) { RequiresTls = RequireTls, Return = Ret, EnvelopeId = EnvId },
        [.. To.Select(MailboxOf)])
    {
        Wishes = Wishes ?? Arriving.NoWishes,
    };

    /// <summary>A recipient's domain; empty for postmaster alone.</summary>
    public string DomainOf(int recipient) => MailboxOf(To[recipient]).Domain;

    // A local part may have an @ of its own in quotes, a domain has none.
    private static Mailbox MailboxOf(string text) =>
        text.LastIndexOf('@') is >= 0 and var at ? new Mailbox(text[..at], text[(at + 1)..]) : new Mailbox(text, "");
}

/// <summary>What has become of a message so far, as the spool keeps it.</summary>
/// <param name="Open">The recipients that still wait, by their place in the envelope.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Told">Its sender has heard that it waits for another host.</param>
/// <param name="Last">What was last heard of it, for people.</param>
public sealed record QueuedState(
    IReadOnlyList<int> Open, int Tries, DateTimeOffset Next, bool Told = false, bool Held = false, string? Last = null)
{
    /// <summary>Its sender has heard that it waits to be put into a drop directory.</summary>
    public bool ToldLocal { get; init; }

    public byte[] ToOctets() => JsonSerializer.SerializeToUtf8Bytes(this, SpoolJson.Default.QueuedState);

    /// <summary>Null where it is none.</summary>
    public static QueuedState? Parse(ReadOnlySpan<byte> octets)
    {
        try
        {
            return octets.IsEmpty ? null
                : JsonSerializer.Deserialize(octets, SpoolJson.Default.QueuedState) is { Open: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(QueuedEnvelope))]
[JsonSerializable(typeof(QueuedState))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class SpoolJson : JsonSerializerContext;
