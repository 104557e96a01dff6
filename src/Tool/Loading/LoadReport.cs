using System.Globalization;
using System.Text.Json;

namespace SmtpSim.Loading;

/// <summary>The result of a load run, for people (80 columns) and as JSON.</summary>
public static class LoadReport
{
    private const int MostTroubles = 10;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly double[] Percents = [50, 90, 99, 99.9];

    private static readonly (LoadStage Stage, string Name)[] Rows =
    [
        (LoadStage.Connect, "connect"), (LoadStage.Mail, "MAIL"), (LoadStage.Rcpt, "RCPT"), (LoadStage.Data, "DATA"),
        (LoadStage.Envelope, "envelope"), (LoadStage.Dot, "content"), (LoadStage.Message, "message"),
        (LoadStage.Due, "since due"),
    ];

    private static readonly string[] OfServer =
    [
        "Without --rate each connection waits for its reply before it goes on: these",
        "are times of a server that is never asked more than it can answer.",
    ];

    private static readonly string[] SinceDue =
    [
        "'since due' counts from when a message was due by the rate, sent late or not",
        "(coordinated omission).",
    ];

    public static IEnumerable<string> Text(LoadResult result)
    {
        var (plan, tally) = (result.Plan, result.Tally);
        var seconds = Math.Max(result.Time.TotalSeconds, 1e-9);
        yield return Invariant($"{tally.Accepted:N0} messages accepted in {seconds:N2} s: {result.MessagesPerSecond:N0}/s");
        yield return Invariant($"{tally.Octets / 1e6 / seconds:N1} MB/s of content, {tally.Connections:N0} connections");
        yield return Invariant($"{tally.Refused:N0} refused, {tally.Broken:N0} broken off");
        if (tally.Missed > 0)
            yield return Invariant($"{tally.Missed:N0} were due by the rate and never sent: all connections were busy");
        foreach (var (what, times) in tally.Troubles.Take(MostTroubles))
            yield return Shorten(Invariant($"  {times,9:N0} × {what}"));
        yield return "";
        yield return $"{"ms",-10}{string.Concat(Percents.Select(p => Invariant($"{"p" + p,10}")))}{"max",10}{"count",13}";
        foreach (var (name, times) in Recorded(result))
            yield return Row(name, times);
        yield return "";
        foreach (var line in plan.Rate is null ? OfServer : SinceDue)
            yield return line;
    }

    public static string Json(LoadResult result) => JsonSerializer.Serialize(
        new
        {
            target = result.Plan.Target.ToString(),
            connections = result.Plan.Connections,
            rate = result.Plan.Rate,
            seconds = result.Time.TotalSeconds,
            accepted = result.Tally.Accepted,
            refused = result.Tally.Refused,
            broken = result.Tally.Broken,
            missed = result.Tally.Missed,
            octets = result.Tally.Octets,
            opened = result.Tally.Connections,
            messagesPerSecond = result.MessagesPerSecond,
            troubles = result.Tally.Troubles.ToDictionary(t => t.Key, t => t.Value),
            milliseconds = Recorded(result).ToDictionary(r => r.Name, r => Numbers(r.Times)),
        },
        Indented);

    // What was not said, or not asked for, has no times.
    private static IEnumerable<(string Name, Histogram Times)> Recorded(LoadResult result) => Rows
        .Where(r => r.Stage != LoadStage.Due || result.Plan.Rate is not null)
        .Select(r => (r.Name, result.Tally.Times(r.Stage)))
        .Where(r => r.Item2.Count > 0);

    private static Dictionary<string, double> Numbers(Histogram times)
    {
        var numbers = Percents.ToDictionary(p => Invariant($"p{p}"), p => times.Percentile(p).TotalMilliseconds);
        (numbers["max"], numbers["count"]) = (times.Max.TotalMilliseconds, times.Count);
        return numbers;
    }

    private static string Row(string name, Histogram times)
    {
        var columns = Percents.Select(p => Invariant($"{times.Percentile(p).TotalMilliseconds,10:N2}"));
        return Invariant($"{name,-10}{string.Concat(columns)}{times.Max.TotalMilliseconds,10:N2}{times.Count,13:N0}");
    }

    private static string Shorten(string line) => line.Length > 79 ? line[..78] + "…" : line;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
