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

[JsonSerializable(typeof(IEnumerable<QueueEntry>))]
[JsonSerializable(typeof(IEnumerable<QueueWay>))]
[JsonSerializable(typeof(IEnumerable<Handled>))]
[JsonSerializable(typeof(Selection))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class QueueJson : JsonSerializerContext;
