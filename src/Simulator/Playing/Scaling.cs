using System.Globalization;
using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary><c>@scale x0.01</c>: a script of minutes played in moments, or one of moments on a slow machine.</summary>
internal static class Scaling
{
    public static double Factor(Directive scale) => double.Parse(scale.Arguments[0].AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>The directive with every duration in it multiplied; never beyond what a script may wait.</summary>
    public static Directive Scaled(this Directive directive, double factor) => factor == 1 || !IsTimed(directive.Word)
        ? directive
        : directive with { Arguments = [.. directive.Arguments.Select(a => Scaled(a, factor))] };

    private static bool IsTimed(string word) =>
        Words.Find(word)!.Usage.Contains("DURATION", StringComparison.Ordinal);

    private static string Scaled(string argument, double factor) => Durations.TryParse(argument) is { } time
        ? Durations.Write(TimeSpan.FromSeconds(Math.Min(time.TotalSeconds * factor, Durations.Longest.TotalSeconds)))
        : argument;
}
