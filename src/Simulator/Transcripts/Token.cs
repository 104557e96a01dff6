namespace SmtpSim.Transcripts;

/// <summary>A word of a directive, as written (quotes included), and the column where it begins.</summary>
internal readonly record struct Token(string Text, int Column)
{
    /// <summary>Splits at white space; a quoted text is one token. An open quote runs to the end and is not closed.</summary>
    /// <param name="before">Behind so many words stands a text: its spaces, but for one between words, are empty words.</param>
    public static List<Token> Split(string line, int from, int before = int.MaxValue)
    {
        var tokens = new List<Token>();
        for (var at = from; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                if (tokens.Count > before && at + 1 < line.Length && line[at] == ' ' && line[at + 1] == ' ')
                    tokens.Add(new Token("", at));
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
