using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Comparing;

/// <summary>Says how near a line that came was to the one that was expected.</summary>
internal static class NearMiss
{
    /// <summary>Null where there is nothing near about it.</summary>
    public static string? Of(Mismatch mismatch)
    {
        if (mismatch.Step is not Line { Form: Form.Plain or Form.Joined or Form.Exact })
            return null;
        var end = mismatch.Heard.IndexOf("\\r\\n", StringComparison.Ordinal);
        var space = mismatch.Expected.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 || space < 0 ? null : Of(mismatch.Expected[(space + 1)..], mismatch.Heard[..end]);
    }

    private static string? Of(string expected, string heard)
    {
        if (expected.Equals(heard, StringComparison.OrdinalIgnoreCase))
            return "only capitals differ";
        if (Bare(expected) == Bare(heard))
            return "only white space differs";
        var common = expected.AsSpan().CommonPrefixLength(heard);
        return common < Math.Min(4, expected.Length)
            ? null
            : $"they part at character {common + 1}: {Shown(expected, common)} was expected, {Shown(heard, common)} came";
    }

    private static string Bare(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    private static string Shown(string text, int at) => at < text.Length ? $"'{text[at]}'" : "the end";
}
