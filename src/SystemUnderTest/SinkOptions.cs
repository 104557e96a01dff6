using System.Security.Cryptography;
using System.Text;
using SmtpGate.Configuration;
using SmtpGate.Recipients;
using SmtpGate.Sinks;

namespace SmtpGate;

/// <summary>One sink as it is registered. Exactly one of the settings is there.</summary>
public sealed record SinkOptions(string Name, BindingTerms Terms, VerifierSettings? RcptProxy, RespondSettings? Respond)
{
    // What a text line of a reply can do without.
    private const int LongestMarker = 40;

    public static SinkOptions Read(SettingsReader settings)
    {
        var kind = settings.Text("Sink", "RcptProxy, Respond", t => t is "RcptProxy" or "Respond" ? t : null);
        if (kind is null && !settings.Has("Sink"))
            settings.Report("Sink", "a sink needs its kind: \"Sink\": \"RcptProxy\" or \"Respond\"");
        var section = settings.Section("Settings");
        var name = settings.Text("Name", kind ?? "");
        var sink = new SinkOptions(
            name,
            ReadTerms(settings, name),
            kind == "RcptProxy" ? VerifierKeys.Read(section) : null,
            kind == "Respond" ? SinkSettings.Respond(section) : null);
        settings.RefuseOthers();
        return sink;
    }

    private static BindingTerms ReadTerms(SettingsReader settings, string name) => new(
        settings.TextOrNothing("Binding", "a GUID", t => Guid.TryParse(t, out var id) ? (object)id : null) as Guid? ?? IdOf(name),
        settings.List("Events", $"one of {string.Join(", ", SinkEvent.Names)}", SinkSettings.Event) ?? ["RCPT"],
        settings.Number(
            "Priority", BindingTerms.DefaultPriority, BindingTerms.FirstPriority, BindingTerms.LastPriority),
        settings.Flag("Enabled", true),
        settings.TextOrNothing("Rule", "conditions like ehlo=*.example;mail from=*@x.example", BindingRule.Parse),
        settings.Text("Marker", $"at most {LongestMarker} printable ASCII characters", Marker) ?? "");

    private static string? Marker(string text) =>
        text.Length <= LongestMarker && text.All(c => c is >= ' ' and <= '~') ? text : null;

    // A binding without an identity of its own has that of its name.
    private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
