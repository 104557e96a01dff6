using System.Globalization;
using System.Text.RegularExpressions;
using SmtpGate.Configuration;
using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>Reads what the settings of sinks have in common, and those of the sink that only responds.</summary>
public static partial class SinkSettings
{
    /// <summary>Null where the text is none of the moments a sink can be bound to.</summary>
    public static string? Event(string text) =>
        SinkEvent.Names.FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase));

    /// <param name="events">What it is bound to.</param>
    public static RespondSettings Respond(SettingsReader settings, IReadOnlyList<string> events)
    {
        var read = new RespondSettings(
            settings.Text("Reply", "a code, an enhanced code of its class, and text: '502 5.5.1 Not here'", ParseReply)
                ?? Missing(settings),
            settings.Flag("Consume", true),
            settings.Flag("Disconnect", false));
        // RFC 5321 4.2: the greeting begins with the gateway's own name.
        if (read.Reply.IsPositive && events.Contains(SinkEvent.Connect))
            settings.Report("Reply", $"{settings.Name("Reply")} is a welcome; at CONNECT a sink can only refuse: 4yz, 5yz");
        settings.RefuseOthers();
        return read;
    }

    private static Reply Missing(SettingsReader settings)
    {
        if (!settings.Has("Reply"))
            settings.Report("", "a Respond sink needs a Reply: '502 5.5.1 Not here'");
        return Replies.NotImplemented;
    }

    private static Reply? ParseReply(string text)
    {
        var parts = ReplyForm().Match(text);
        if (!parts.Success || parts.Groups["code"].Value[0] != parts.Groups["enhanced"].Value[0])
            return null;
        var code = int.Parse(parts.Groups["code"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return new Reply(code, parts.Groups["enhanced"].Value, parts.Groups["text"].Value);
    }

    [GeneratedRegex(@"^(?<code>[245][0-5][0-9]) (?<enhanced>[245]\.[0-9]{1,3}\.[0-9]{1,3}) (?<text>[ -~]{1,400})\z")]
    private static partial Regex ReplyForm();
}
