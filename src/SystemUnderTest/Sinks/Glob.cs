namespace SmtpGate.Sinks;

/// <summary>Text with <c>*</c> for any characters and <c>?</c> for one, compared without case.</summary>
public sealed class Glob(string pattern)
{
    /// <summary>Takes no longer than the product of both lengths, whatever they are.</summary>
    public bool IsMatch(string text)
    {
        var (at, star, behind) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            if (at < pattern.Length && pattern[at] != '*' && IsSame(pattern[at], text[i]))
                (at, i) = (at + 1, i + 1);
            else if (at < pattern.Length && pattern[at] == '*')
                (star, behind, at) = (at, i, at + 1);
            else if (star >= 0)
                // The last star takes one character more.
                (i, at) = (++behind, star + 1);
            else
                return false;
        }
        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }

    private static bool IsSame(char wanted, char there) =>
        wanted == '?' || char.ToUpperInvariant(wanted) == char.ToUpperInvariant(there);
}
