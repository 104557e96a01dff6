using System.Globalization;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>When a fake server can be connected to: <c>@listen after 2s</c>, <c>@listen for 3</c>, <c>never</c>.</summary>
/// <param name="After">Until then connections are refused; null: for ever.</param>
/// <param name="For">How many are accepted before the rest is refused; null: all.</param>
internal sealed record ListenTerms(TimeSpan? After, int? For)
{
    private static readonly ListenTerms AtOnce = new(TimeSpan.Zero, null);

    public static ListenTerms Of(Transcript transcript)
    {
        var arguments = transcript.Steps.OfType<Directive>().FirstOrDefault(d => d.Word == "listen")?.Arguments;
        if (arguments is null)
            return AtOnce;
        string? Behind(string word) => arguments.SkipWhile(a => a != word).ElementAtOrDefault(1);
        var after = Behind("after") is { } time ? Durations.Parse(time) : TimeSpan.Zero;
        var count = Behind("for") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : (int?)null;
        return new ListenTerms(arguments[0] == "never" ? null : after, count);
    }
}
