using System.Globalization;
using SmtpGate.Queue;

namespace SmtpGate.Commands;

/// <summary>Queues as tables that fit into 80 columns.</summary>
internal static class QueueTable
{
    // Domains that the table names.
    private const int MostDomains = 20;

    /// <summary>As they come.</summary>
    public static async Task ListAsync(IAsyncEnumerable<QueueEntry> messages)
    {
        await using var output = Buffered();
        var now = DateTimeOffset.UtcNow;
        var isFirst = true;
        await foreach (var message in messages)
        {
            if (isFirst)
                await output.WriteLineAsync($"{"message",-37} {"octets",10} {"tries",5} {"age",7} {"",-9} {"next",7}");
            isFirst = false;
            Line(output, message, now);
        }
        if (isFirst)
            await output.WriteLineAsync("no messages");
    }

    private static void Line(StreamWriter output, QueueEntry message, DateTimeOffset now)
    {
        var (age, next) = (Span(now - message.Arrived), message.State == "waits" ? Span(message.Next - now) : "");
        output.WriteLine($"{message.Id,-37} {message.Octets,10} {message.Tries,5} {age,7} {message.State,-9} {next,7}");
        var others = message.Open.Count > 1 ? $" and {message.Open.Count - 1} more" : "";
        output.WriteLine(Cut($"  <{message.From}> to {(message.Open is [var first, ..] ? first : "")}{others}"));
        if (message.Last is { } last)
            output.WriteLine(Cut($"  {last}"));
    }

    public static void Show(QueueEntry message)
    {
        Console.WriteLine($"message  {message.Id}, {message.Octets} octets");
        Console.WriteLine($"taken    {Time(message.Arrived)} by {message.Server}");
        Console.WriteLine($"state    {message.State}, tries {message.Tries}");
        if (message.State == "waits")
            Console.WriteLine($"next     {Time(message.Next)}");
        if (message.About is { } about)
            Console.WriteLine($"report   on {about}");
        Console.WriteLine(Plain($"from     <{message.From}>"));
        foreach (var to in message.To)
            Console.WriteLine(Plain($"to       <{to}>{(message.Open.Contains(to) ? "" : "  done")}"));
        if (message.Last is { } last)
            Console.WriteLine(Plain($"heard    {last}"));
    }

    public static void Stats(QueueStats stats)
    {
        Console.WriteLine($"{"messages",-32} {"all",8} {"waits",8} {"under way",10} {"held",8}  oldest");
        Row("all", stats.All);
        foreach (var domain in stats.Domains.Take(MostDomains))
            Row("to " + domain.Domain, domain);
        if (stats.Domains.Count > MostDomains)
            Console.WriteLine($"to {stats.Domains.Count - MostDomains} other domains; --json has them");
        if (stats.Hosts.Count > 0)
            Console.WriteLine($"{"hosts",-32} {"waiting",8} {"connections",12}");
        foreach (var way in stats.Hosts)
            Console.WriteLine($"{Short(way.Host, 32)} {way.Waiting,8} {way.Connections,12}");
    }

    public static void Handled(HandlingVerb verb, IReadOnlyList<Handled> handled)
    {
        using var output = Buffered();
        foreach (var message in handled.Where(h => h.Obstacle is not null))
            output.WriteLine($"{message.Id}: {message.Obstacle}");
        var word = verb switch
        {
            HandlingVerb.Retry => "due now",
            HandlingVerb.Hold => "held",
            HandlingVerb.Release => "released",
            _ => "removed",
        };
        var count = handled.Count(h => h.Obstacle is null);
        output.WriteLine($"{count} {(count == 1 ? "message is" : "messages are")} {word}");
    }

    private static void Row(string name, QueueCount count)
    {
        var oldest = count.Oldest is { } arrived ? Span(DateTimeOffset.UtcNow - arrived) : "";
        Console.WriteLine(
            $"{Short(name, 32)} {count.All,8} {count.Waits,8} {count.UnderWay,10} {count.Held,8}  {oldest,6}");
    }

    private static StreamWriter Buffered() => new(Console.OpenStandardOutput(), bufferSize: 1 << 16);

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // 95 s, 15 min, 30 h, 2 d: what can still be told apart.
    private static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 0 => "now",
        < 120 => $"{span.TotalSeconds:0} s",
        < 7200 => $"{span.TotalMinutes:0} min",
        < 172_800 => $"{span.TotalHours:0} h",
        _ => $"{span.TotalDays:0} d",
    };

    private static string Cut(string line) => Plain(line.Length <= 80 ? line : line[..79] + "…");

    // What strangers have said does not speak to the terminal.
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    private static string Short(string text, int width) =>
        Plain(text.Length <= width ? text : text[..(width - 1)] + "…").PadRight(width);
}
