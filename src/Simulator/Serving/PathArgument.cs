namespace SmtpSim.Serving;

/// <summary>What stands behind MAIL and RCPT: <c>FROM:&lt;path&gt; SIZE=1000</c> (RFC 5321 4.1.1.2, 4.1.1.3).</summary>
/// <param name="Path">Between the angle brackets; any address is fine.</param>
/// <param name="Parameters">Behind them.</param>
internal readonly record struct PathArgument(string Path, IReadOnlyList<string> Parameters)
{
    /// <summary>Null where the argument is none. Spaces behind the colon, which many servers take, are taken.</summary>
    /// <param name="word"><c>FROM:</c> or <c>TO:</c></param>
    public static PathArgument? Of(string argument, string word)
    {
        if (!argument.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return null;
        var text = argument[word.Length..].TrimStart(' ');
        if (End(text) is not { } end)
            return null;
        return new PathArgument(text[1..end], text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // A quoted local part may have any bracket (RFC 5321 4.1.2); behind the last one only a space may stand.
    /// <returns>Where the bracket that closes the first one stands; null where there is none.</returns>
    public static int? End(string text)
    {
        if (!text.StartsWith('<'))
            return null;
        var isQuoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == '>' && !isQuoted)
                return i + 1 == text.Length || text[i + 1] == ' ' ? i : null;
        }
        return null;
    }
}
