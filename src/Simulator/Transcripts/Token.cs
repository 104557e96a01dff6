namespace SmtpSim.Transcripts;

/// <summary>A word of a directive, as written (quotes included), and the column where it begins.</summary>
internal readonly record struct Token(string Text, int Column)
{
    /// <summary>Splits at white space; a quoted text is one token. An open quote runs to the end and is not closed.</summary>
    public static List<Token> Split(string line, int from)
    {
        var tokens = new List<Token>();
        for (var at = from; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }
            var length = LengthAt(line, at);
            tokens.Add(new Token(line.Substring(at, length), at));
            at += length;
        }
        return tokens;
    }

    private static int LengthAt(string line, int start)
    {
        var at = start;
        var quoted = false;
        while (at < line.Length && (quoted || !char.IsWhiteSpace(line[at])))
        {
            if (quoted && line[at] == '\\')
                at++;
            else if (line[at] == '"')
                quoted = !quoted;
            at++;
        }
        return Math.Min(at, line.Length) - start;
    }
}
