using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>How the next line goes out: in which pieces, with which pauses, and how much of it.</summary>
/// <param name="Endless">It goes out again and again, with the same pause, until the other side ends.</param>
/// <param name="Inject">Quoted octets that go out behind the line in the same write.</param>
/// <param name="Sizes">The sizes of the pieces; the last one repeats where <paramref name="Repeats"/>.</param>
public sealed record Shape(
    ValueList<int>? Sizes = null, bool Repeats = false, TimeSpan Pause = default, int? Cut = null, string? Inject = null,
    bool Endless = false)
{
    public static readonly Shape Whole = new();

    /// <summary>This shape with one more directive: <c>@chunk</c>, <c>@split</c> or <c>@cut</c>.</summary>
    public Shape With(Directive directive) => directive.Word switch
    {
        "chunk" => this with
        {
            Sizes = [Number(directive.Arguments[0])],
            Repeats = true,
            Pause = directive.Arguments.Count > 2 ? Durations.Parse(directive.Arguments[2]) : default,
        },
        "endless" => this with
        {
            Endless = true,
            Pause = directive.Arguments.Count > 1 ? Durations.Parse(directive.Arguments[1]) : Pause,
        },
        "inject" => this with { Inject = directive.Arguments[0] },
        "rate" => Rated(directive.Arguments[0]),
        "split" => this with
        {
            Sizes = [.. directive.Arguments[0].Split(',').Where(s => s != "rest").Select(Number)],
        },
        _ => this with { Cut = Number(directive.Arguments[0]) },
    };

    /// <summary>The writes that the octets go out in.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> octets)
    {
        octets = octets[..Math.Min(Cut ?? octets.Length, octets.Length)];
        for (var piece = 0; octets.Length > 0; piece++)
        {
            var size = Math.Clamp(SizeOf(piece) ?? octets.Length, 1, octets.Length);
            yield return octets[..size];
            octets = octets[size..];
        }
    }

    // Twenty pieces a second look like a slow line; a slower rate is an octet at a time.
    private Shape Rated(string rate)
    {
        var digits = rate[..rate.IndexOfAny(['k', 'M', 'B'])];
        var unit = rate[digits.Length] switch { 'k' => 1000, 'M' => 1_000_000, _ => 1 };
        var perSecond = Math.Max(1L, (long)Number(digits) * unit);
        var size = (int)Math.Clamp(perSecond / 20, 1, int.MaxValue);
        return this with { Sizes = [size], Repeats = true, Pause = TimeSpan.FromSeconds((double)size / perSecond) };
    }

    private int? SizeOf(int piece) => Sizes switch
    {
        null => null,
        _ when Repeats => Sizes[^1],
        _ => piece < Sizes.Count ? Sizes[piece] : null,
    };

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
