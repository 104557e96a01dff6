using System.Text.Json.Serialization;
using SmtpGate.Grammar;
using SmtpGate.Queue;

namespace SmtpGate.Commands;

/// <summary>Messages that have something in common.</summary>
/// <param name="Domain">That they are to; null: all.</param>
/// <param name="Oldest">When the oldest of them came; null where there are none.</param>
internal sealed record QueueCount(string? Domain, int All, int Waits, int UnderWay, int Held, DateTimeOffset? Oldest)
{
    public static QueueCount Of(string? domain, IReadOnlyCollection<QueueEntry> messages)
    {
        int In(string state) => messages.Count(m => m.State == state);

        return new QueueCount(
            domain, messages.Count, In("waits"), In("under way"), In("held"), messages.Min(m => (DateTimeOffset?)m.Arrived));
    }
}

/// <summary>Queues, counted.</summary>
/// <param name="Domains">Those with the most messages first; a message to several counts for each.</param>
/// <param name="Hosts">That mail waits for, or goes to.</param>
internal sealed record QueueStats(QueueCount All, IReadOnlyList<QueueCount> Domains, IReadOnlyList<QueueWay> Hosts)
{
    public static QueueStats Of(IReadOnlyList<QueueEntry> messages, IReadOnlyList<QueueWay> hosts) => new(
        QueueCount.Of(null, messages),
        [.. messages.SelectMany(m => m.Open.Select(DomainOf).Distinct().Select(d => (Domain: d, Message: m)))
            .GroupBy(d => d.Domain, d => d.Message, (domain, its) => QueueCount.Of(domain, [.. its]))
            .OrderByDescending(c => c.All)],
        hosts);

    // In A-labels, and in small letters: one domain has one row.
    private static string DomainOf(string address) =>
        address[(address.LastIndexOf('@') + 1)..] is var domain && DomainName.ToAscii(domain) is { } ascii
            ? ascii.ToLowerInvariant()
            : domain;
}

[JsonSerializable(typeof(QueueStats))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class QueueStatsJson : JsonSerializerContext;
