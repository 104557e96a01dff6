using System.Text;
using System.Text.RegularExpressions;
using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>
/// When a bound sink runs: globs on the command, without case, separated by semicolons:
/// <c>ehlo=*.example;mail from=*@x.example</c>. It runs where one of them matches.
/// </summary>
/// <remarks>
/// The glob is compared with what stands behind the command's words; of a path with what stands between its brackets, which
/// leaves the parameters out. Events that are no commands run whatever the rule says.
/// </remarks>
public sealed class BindingRule
{
    private static readonly Regex Words = new("^[A-Z]+( [A-Z]+)?$", RegexOptions.CultureInvariant);

    private readonly IReadOnlyList<(string Words, Glob Glob)> _conditions;

    private BindingRule(string text, IReadOnlyList<(string, Glob)> conditions) => (Text, _conditions) = (text, conditions);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Null where the text is no rule.</summary>
    public static BindingRule? Parse(string text)
    {
        var conditions = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Condition).ToList();
        return conditions.Count == 0 || conditions.Contains(null)
            ? null
            : new BindingRule(text, [.. conditions.Select(c => c!.Value)]);
    }

    /// <param name="line">Empty where the event is no command.</param>
    /// <param name="command">The same, read; its path is compared as it is meant, however it is written.</param>
    public bool Matches(ReadOnlyMemory<byte> line, Command? command)
    {
        if (line.IsEmpty)
            return true;
        var text = Encoding.UTF8.GetString(line.Span);
        return _conditions.Any(c => Behind(text, c.Words) is { } argument
            && (c.Glob.IsMatch(Path(command)?.ToString() ?? argument)
                || (Path(command) is { } path && c.Glob.IsMatch(path.Meant))));
    }

    private static Mailbox? Path(Command? command) => command switch
    {
        Command.Mail mail => mail.From.Mailbox,
        Command.Rcpt rcpt => rcpt.To,
        _ => null,
    };

    // `ehlo=*.example`; without a glob every argument will do.
    private static (string Words, Glob Glob)? Condition(string text)
    {
        var parts = text.Split('=', 2, StringSplitOptions.TrimEntries);
        var words = parts[0].TrimEnd(':').ToUpperInvariant();
        return Words.IsMatch(words) ? (words, new Glob(parts.ElementAtOrDefault(1) ?? "*")) : null;
    }

    private static string? Behind(string line, string words)
    {
        if (!line.StartsWith(words, StringComparison.OrdinalIgnoreCase))
            return null;
        var rest = line[words.Length..];
        if (rest.Length > 0 && rest[0] is not (' ' or ':'))
            return null;
        rest = rest.TrimStart(':').Trim();
        var end = rest.IndexOf('>');
        return rest.StartsWith('<') && end > 0 ? rest[1..end] : rest;
    }
}
