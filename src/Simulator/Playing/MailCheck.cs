using System.Text.RegularExpressions;
using SmtpSim.Messages;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>
/// What a message that arrived is to be: <c>@mail header Subject: *</c>, <c>@mail envelope rcpt &lt;a@b&gt; NOTIFY=NEVER</c>,
/// <c>@mail raw "…"</c>, <c>@mail content FILE</c>. The newest message with the mark is meant.
/// </summary>
internal sealed partial class MailCheck(Directive directive, ValueList<string>? lines, Variables variables)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);

    private readonly string[] _what = [.. Without(directive.Arguments, out _)];
    private readonly Dictionary<string, string> _terms = Terms(directive.Arguments);

    /// <summary>The lines of the message that <c>@mail content</c> names.</summary>
    public static ValueList<string>? Lines(Directive directive, TranscriptSource source) => directive.Arguments[0] == "content"
        ? directive.Document ?? source.ReadLines(directive with { Arguments = [directive.Arguments[1]] })
        : null;

    /// <summary>What is wrong with the directive itself, null where nothing is.</summary>
    public static string? Misfit(Directive directive) => Without(directive.Arguments, out _) switch
    {
        ["header", var name, ..] when name.EndsWith(':') => null,
        ["header", ..] => "@mail header needs a name and what it is: @mail header Subject: *",
        ["envelope", "from" or "rcpt", _, ..] => null,
        ["envelope", ..] => "@mail envelope needs 'from' or 'rcpt' and what was said: @mail envelope rcpt <a@b> NOTIFY=*",
        _ => null,
    };

    /// <summary>Null where the message is so, else why not. Waits for it as long as <c>within</c> says.</summary>
    public async Task<string?> DoAsync(MailStore store, CancellationToken cancel)
    {
        var id = _terms.TryGetValue("id", out var mark) ? variables.Fill(mark) : variables["run"];
        var within = _terms.TryGetValue("within", out var time) ? Durations.Parse(time) : Usual;
        if (await store.CountAsync(new MailCount(1, within, id), cancel) == 0)
            return id is null ? "no message arrived" : $"no message with the mark '{id}' arrived; 'id TEXT' looks for another";
        try
        {
            return Misfit(store.With(id)[^1]);
        }
        catch (RegexMatchTimeoutException)
        {
            return Listener.RunsAway;
        }
    }

    private string? Misfit(Mail mail) => _what[0] switch
    {
        "header" => HeaderMisfit(OctetText.Of(mail.Content.Span)),
        "envelope" => EnvelopeMisfit(_what[1] == "from" ? [mail.From] : mail.Recipients),
        "raw" => mail.Content.Span.IndexOf(Utterance.Quoted(_what[1], variables)) < 0 ? "the message has no such octets" : null,
        _ => ContentMisfit(mail.Content),
    };

    private string? HeaderMisfit(string content)
    {
        var name = _what[1][..^1];
        var pattern = string.Join(' ', _what[2..]).Trim();
        // RFC 5322 2.1, 2.2.3: up to the first empty line; what is folded is one line.
        var section = $"\r\n{content}".Split("\r\n\r\n")[0];
        var fields = Folding().Replace(section, " ").Split("\r\n")
            .Where(f => f.Split(':')[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(f => f[(f.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .ToList();
        if (fields.Count == 0)
            return $"the message has no header {name}";
        return fields.Any(f => Pattern.Matches(pattern, f, variables)) ? null : $"{name} is '{string.Join("', '", fields)}'";
    }

    // "FROM:<a@b> SIZE=10" without its keyword.
    private string? EnvelopeMisfit(IReadOnlyList<string> said)
    {
        var pattern = string.Join(' ', _what[2..]);
        var heard = said.Select(s => s[(s.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).ToList();
        return heard.Any(h => Pattern.Matches(pattern, h, variables)) ? null : $"the envelope has '{string.Join("', '", heard)}'";
    }

    private string? ContentMisfit(Octets content)
    {
        var wanted = Utterance.Body(lines ?? [], raw: true, variables);
        var common = content.Span.CommonPrefixLength(wanted);
        return common == wanted.Length && common == content.Length ? null : $"octet {common + 1} of the message is another";
    }

    // "within 5s" and "id x" stand at the end.
    private static string[] Without(ValueList<string> arguments, out int end)
    {
        for (end = arguments.Count; end > 3 && arguments[end - 2] is "within" or "id";)
            end -= 2;
        return [.. arguments.Take(end)];
    }

    private static Dictionary<string, string> Terms(ValueList<string> arguments)
    {
        _ = Without(arguments, out var end);
        return arguments.Skip(end).Chunk(2).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last()[1]);
    }

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex Folding();
}
