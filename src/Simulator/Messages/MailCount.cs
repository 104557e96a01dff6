using System.Globalization;
using SmtpSim.Transcripts;

namespace SmtpSim.Messages;

/// <summary>How many messages are to have arrived: <c>@mail count 1 within 5s id abc</c>.</summary>
/// <param name="Id">Text that marks the messages meant: in the envelope or the content.</param>
public sealed record MailCount(int Count, TimeSpan Within, string? Id)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    public static MailCount Parse(Directive directive, Variables variables)
    {
        var words = directive.Arguments;
        var count = int.Parse(words[1], CultureInfo.InvariantCulture);
        string? After(string word) => words.SkipWhile(w => w != word).ElementAtOrDefault(1);
        // That there is none is known at once: whoever means later says how long.
        var within = After("within") is { } time ? Durations.Parse(time) : count > 0 ? Usual : TimeSpan.Zero;
        return new MailCount(count, within, After("id") is { } id ? variables.Fill(id) : variables["run"]);
    }
}
