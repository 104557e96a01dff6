using System.Text.Json.Serialization;

namespace SmtpGate.Queue;

/// <summary>A message of a queue, as people see it.</summary>
/// <param name="Open">Of <paramref name="To"/>, those who have neither got it nor been given up.</param>
/// <param name="Octets">Of its content.</param>
/// <param name="State">waits, under way, or held.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Last">What was last heard of it; null where nothing was.</param>
/// <param name="About">For a report: the message that it is about.</param>
public sealed record QueueEntry(
    string Id, string Server, string From, IReadOnlyList<string> To, IReadOnlyList<string> Open, DateTimeOffset Arrived,
    long Octets, string State, int Tries, DateTimeOffset Next, string? Last, string? About)
{
    internal static QueueEntry For(QueuedMessage message)
    {
        var (text, state) = (message.Text, message.State);
        return new QueueEntry(
            message.Kept.Id, text.Server, text.From, text.To, [.. state.Open.Select(r => text.To[r])], text.Arrived,
            message.Kept.Length, Word(message), state.Tries, state.Next, state.Last, text.Of);
    }

    private static string Word(QueuedMessage message) =>
        message.State.Held ? "held" : message.Stage == Stage.Waits ? "waits" : "under way";
}

/// <summary>A host, what waits for it, and the connections to it.</summary>
public sealed record QueueWay(string Host, int Waiting, int Connections);

/// <summary>Which messages are meant: all that every condition holds for.</summary>
/// <param name="Ids">Null or empty: whatever their id.</param>
/// <param name="From">A sender, or a domain; <c>&lt;&gt;</c> for reports.</param>
/// <param name="To">One of the recipients, or the domain of one.</param>
public sealed record Selection(
    IReadOnlyList<string>? Ids = null, string? From = null, string? To = null, string? Server = null)
{
    internal bool Holds(QueuedEnvelope text) =>
        (Server is null || text.Server == Server)
        && (From is null || (From == "<>" ? text.From.Length == 0 : Fits(From, text.From)))
        && (To is null || text.To.Any(t => Fits(To, t)));

    // RFC 5321 2.4: domains are the same whatever their case; people expect it of the rest, too.
    private static bool Fits(string wanted, string address) =>
        string.Equals(wanted, address, StringComparison.OrdinalIgnoreCase)
        || (!wanted.Contains('@', StringComparison.Ordinal)
            && address.EndsWith("@" + wanted, StringComparison.OrdinalIgnoreCase));
}

[JsonSerializable(typeof(IEnumerable<QueueEntry>))]
[JsonSerializable(typeof(IEnumerable<QueueWay>))]
[JsonSerializable(typeof(IEnumerable<Handled>))]
[JsonSerializable(typeof(Selection))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class QueueJson : JsonSerializerContext;
