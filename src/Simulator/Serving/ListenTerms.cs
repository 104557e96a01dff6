using System.Globalization;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>
/// When a fake server can be connected to, <c>@listen after 2s</c>, <c>@listen for 3</c>, <c>never</c>, and what it offers then:
/// <c>@listen rcvbuf 4096</c>.
/// </summary>
/// <param name="After">Until then connections are refused; null: for ever.</param>
/// <param name="For">How many are accepted before the rest is refused; null: all.</param>
/// <param name="Receives">Octets of the receive buffer, from the first segment on; null: the system's own.</param>
internal sealed record ListenTerms(TimeSpan? After, int? For, int? Receives)
{
    public static ListenTerms Of(Transcript transcript)
    {
        var said = transcript.Steps.OfType<Directive>().Where(d => d.Word == "listen");
        string[] arguments = [.. said.SelectMany(d => d.Arguments)];
        string? Behind(string word) => arguments.SkipWhile(a => a != word).ElementAtOrDefault(1);
        int? Count(string word) => Behind(word) is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;
        var after = Behind("after") is { } time ? Durations.Parse(time) : TimeSpan.Zero;
        return new ListenTerms(arguments.Contains("never") ? null : after, Count("for"), Count("rcvbuf"));
    }
}
