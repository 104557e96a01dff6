using System.Security.Cryptography;
using System.Text;
using SmtpGate.Configuration;
using SmtpGate.Plugins;
using SmtpGate.Recipients;
using SmtpGate.Sinks;

namespace SmtpGate.VirtualServers;

/// <summary>Reads the section <c>Sinks</c> of a virtual server.</summary>
internal static class SinkSection
{
    // What a text line of a reply can do without.
    private const int LongestMarker = 40;

    /// <summary>
    /// The sinks of a virtual server, each with a binding of its own: several of one name are told apart by their order.
    /// </summary>
    public static IReadOnlyList<SinkOptions> Read(IReadOnlyList<SettingsReader> all)
    {
        var taken = new HashSet<Guid>();
        var sinks = new List<SinkOptions>();
        foreach (var settings in all)
        {
            var sink = ReadOne(settings);
            for (var i = 2; !taken.Add(sink.Terms.Id); i++)
            {
                if (settings.Text("Binding", "").Length > 0)
                {
                    settings.Report(
                        "Binding", $"{settings.Name("Binding")}: another sink has the binding {sink.Terms.Id} already");
                    break;
                }
                sink = sink with { Terms = sink.Terms with { Id = IdOf($"{sink.Name} {i}") } };
            }
            sinks.Add(sink);
        }
        return sinks;
    }

    private static SinkOptions ReadOne(SettingsReader settings)
    {
        var kind = settings.Text("Sink", string.Join(", ", SinkOptions.Kinds), t => SinkOptions.Kinds.Contains(t) ? t : null);
        if (kind is null && !settings.Has("Sink"))
            settings.Report("Sink", $"a sink needs its kind: \"Sink\": one of {string.Join(", ", SinkOptions.Kinds)}");
        var section = settings.Section("Settings");
        var name = settings.Label("Name", kind ?? "");
        var terms = ReadTerms(settings, name);
        var sink = new SinkOptions(
            name,
            kind ?? "",
            terms,
            kind == "RcptProxy" ? VerifierKeys.Read(section) : null,
            kind == "Respond" ? SinkSettings.Respond(section, terms.Events) : null)
        {
            Text = section.Text(),
            Class = kind == "Assembly" ? ReadClass(settings) : null,
        };
        if (kind == "Relay")
            section.RefuseOthers();
        settings.RefuseOthers();
        return sink;
    }

    private static SinkClass? ReadClass(SettingsReader settings)
    {
        var (file, name) = (settings.Path("Assembly"), settings.Text("Class", ""));
        if (file is null || name.Length == 0)
        {
            settings.Report(
                "", "a sink from an assembly needs \"Assembly\", the file, and \"Class\", the name with its namespace");
            return null;
        }
        var wanted = new SinkClass(file, name);
        if (SinkAssembly.Find(wanted).Problem is { } problem)
            settings.Report("Class", $"{settings.Name("Class")}: {problem}");
        return wanted;
    }

    private static BindingTerms ReadTerms(SettingsReader settings, string name) => new(
        settings.TextOrNothing("Binding", "a GUID", t => Guid.TryParse(t, out var id) ? (object)id : null) as Guid? ?? IdOf(name),
        ReadEvents(settings),
        settings.Number(
            "Priority", BindingTerms.DefaultPriority, BindingTerms.FirstPriority, BindingTerms.LastPriority),
        settings.Flag("Enabled", true),
        settings.TextOrNothing("Rule", "conditions like ehlo=*.example;mail from=*@x.example", BindingRule.Parse),
        settings.Text("Marker", $"at most {LongestMarker} printable ASCII characters", Marker) ?? "");

    private static IReadOnlyList<string> ReadEvents(SettingsReader settings)
    {
        var events = settings.List("Events", $"one of {string.Join(", ", SinkEvent.Names)}", SinkSettings.Event) ?? ["RCPT"];
        if (events.Count == 0)
            settings.Report("Events", $"{settings.Name("Events")} is empty: the sink would never run; leave it out for RCPT");
        return events;
    }

    private static string? Marker(string text) =>
        text.Length <= LongestMarker && text.All(c => c is >= ' ' and <= '~') ? text : null;

    // A binding without an identity of its own has that of its name.
    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
