namespace SmtpSim.Transcripts;

/// <summary><c>@word arguments [on NAME]</c>, and the document behind <c>&lt;&lt;END</c>.</summary>
internal static class DirectiveParser
{
    /// <summary>Null, and a diagnostic, where the directive is wrong. <paramref name="offset"/> is the text's column.</summary>
    public static Directive? Parse(SourceReader source, string text, int offset)
    {
        var tokens = Token.Split(text.TrimEnd(), 0, WordsBeforeText(text)).ConvertAll(t => t with { Column = t.Column + offset });
        var name = tokens[0].Text[1..];
        if (Words.Find(name) is not { } word)
        {
            source.Wrong(offset, Unknown(name));
            return null;
        }
        var arguments = tokens[1..];
        var connection = word.Is(WordKinds.OnConnection) ? TakeConnection(arguments) : null;
        var end = offset + text.Length;
        if ((Misfit(word, arguments, end) ?? Misnamed(connection, end)) is var (column, message))
        {
            source.Wrong(column, message);
            return null;
        }
        return WithDocument(source, new Directive(
            source.Here, name, [.. arguments.Select(a => a.Text)], connection, null, []));
    }

    // "@never TEXT", "@mail header NAME: TEXT".
    private static int WordsBeforeText(string text) => Token.Split(text, 0).ConvertAll(t => t.Text) switch
    {
        ["@never", ..] => 1,
        ["@mail", "header" or "envelope", ..] => 3,
        _ => int.MaxValue,
    };

    private static string Unknown(string name) => Words.Closers.Contains(name)
        ? $"@{name} closes nothing: no @repeat, @for or @if is open"
        : $"there is no directive '@{name}'{Suggestion.For(name, Words.Names)}";

    private static (int, string)? Misfit(Word word, List<Token> arguments, int end)
    {
        var open = arguments.FirstOrDefault(a => a.Text.Contains('"') && LineParser.QuotedMisfit(a.Text) is not null);
        return open.Text is null
            ? Usage.Misfit(word, arguments, end)
            : (open.Column, LineParser.QuotedMisfit(open.Text)!.Value.Item2);
    }

    private static (int, string)? Misnamed(string? connection, int end) =>
        connection is null || LineParser.IsConnection(connection)
            ? null
            : (end - connection.Length, $"'{connection}' is no name of a connection: there are 2 and relay");

    private static string? TakeConnection(List<Token> arguments)
    {
        if (arguments.Count < 2 || arguments[^2].Text != "on")
            return null;
        var connection = arguments[^1].Text;
        arguments.RemoveRange(arguments.Count - 2, 2);
        return connection;
    }

    private static Directive? WithDocument(SourceReader source, Directive directive)
    {
        var mark = directive.Arguments.FirstOrDefault(a => a.StartsWith("<<", StringComparison.Ordinal));
        if (mark is null)
            return directive;
        if (source.Document(mark[2..]) is { } document)
            return directive with { Document = document };
        source.Wrong(0, $"the document is never closed: a line '{mark[2..]}' ends it");
        return null;
    }
}
