using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>The verbs of SMTP, which a client may say in any letters (RFC 5321 2.4); nothing else of a line may.</summary>
internal static class Verbs
{
    /// <summary>The line with its verb in the letters of the other, where it is the same verb.</summary>
    public static string Written(string line, string likeThis)
    {
        var verb = WordOf(likeThis);
        return IsVerb(verb) && WordOf(line).Equals(verb, StringComparison.OrdinalIgnoreCase)
            ? verb + line[verb.Length..]
            : line;
    }

    // "Data" may be base64.
    private static bool IsVerb(string word) =>
        RuleConditions.Triggers.Contains(word)
        || (word.All(char.IsAsciiLetterLower) && RuleConditions.Triggers.Contains(word.ToUpperInvariant()));

    private static string WordOf(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var end ? line[..end] : line;
}
