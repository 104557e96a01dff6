using SmtpGate.Recipients;
using SmtpGate.VirtualServers;

namespace SmtpGate.Commands;

/// <summary>Sinks as tables that fit into 80 columns.</summary>
internal static class SinkTable
{
    public static int List(GatewayOptions options)
    {
        Console.WriteLine($"{"server",-12} {"sink",-16} {"kind",-10} {"priority",8} {"",-3} {"events",-26}");
        foreach (var server in options.Servers)
        {
            foreach (var sink in server.Sinks.OrderBy(s => s.Terms.Priority))
            {
                var terms = sink.Terms;
                var (events, state) = (string.Join(',', terms.Events), terms.Enabled ? "on" : "off");
                Console.WriteLine(
                    $"{Cut(server.Name, 12)} {Cut(sink.Name, 16)} {sink.Kind,-10} {terms.Priority,8} {state,-3} {events}");
                Console.WriteLine($"{"",12} {terms.Id}{(terms.Rule is null ? "" : $"  rule {terms.Rule.Text}")}");
            }
        }
        return 0;
    }

    public static int Show(SinkOptions sink)
    {
        var (terms, state) = (sink.Terms, sink.Terms.Enabled ? "" : ", disabled");
        Console.WriteLine($"{sink.Name}: {sink.Kind}, binding {terms.Id}");
        Console.WriteLine($"priority {terms.Priority}{state}, on {string.Join(',', terms.Events)}");
        if (sink.Respond is { } respond)
            Console.WriteLine($"says {respond.Reply.ToString().TrimEnd()}");
        if (sink.RcptProxy is not { } settings)
            return 0;
        Console.WriteLine($"{"key",-6} {"name",-22} {"value",-24} default");
        foreach (var key in VerifierKeys.All)
            Console.WriteLine($"{key.Number,-6} {key.Name,-22} {Cut(VerifierKeys.Shown(key, settings), 24)} {key.Default}");
        return 0;
    }

    private static string Cut(string text, int width) =>
        (text.Length <= width ? text : text[..(width - 1)] + "…").PadRight(width);
}
