using System.Globalization;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>What the sane server offers behind EHLO: its keyword lines, and what follows from them.</summary>
public sealed class Offer(ValueList<string> capabilities)
{
    // An option of TLS alone is none of the session's with TLS on (RFC 3207 4.2).
    private readonly ServedReply _plain = Reply(capabilities);
    private readonly ServedReply _tls = Reply(
        [.. capabilities.Where(c => !c.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase))]);

    /// <summary>RFC 1870: the largest message, null where it is not limited.</summary>
    public long? Size { get; } = long.TryParse(
        Words(capabilities, "SIZE").FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
            ? size
            : null;

    /// <summary>RFC 4954: the mechanisms of AUTH.</summary>
    public IReadOnlyList<string> Mechanisms { get; } = [.. Words(capabilities, "AUTH")];

    /// <summary>What nothing could follow from; null where all is well. A reply of a rule's own may say it.</summary>
    public static string? Misfit(ValueList<string> capabilities)
    {
        var twice = capabilities.GroupBy(Keyword, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        var size = capabilities.FirstOrDefault(c => Keyword(c).Equals("SIZE", StringComparison.OrdinalIgnoreCase));
        return twice is not null ? $"@serve: '{twice.Key}' stands twice among the caps"
            : size?.Split(' ').Skip(1).Any(w => !IsSize(w)) ?? false ? $"@serve: '{size}' needs octets, like SIZE 10485760"
            : null;
    }

    private static string Keyword(string capability) => capability.Split(' ')[0];

    private static bool IsSize(string word) => word.Length is > 0 and <= 18 && word.All(char.IsAsciiDigit);

    public bool Has(string keyword) => capabilities.Any(c => Keyword(c).Equals(keyword, StringComparison.OrdinalIgnoreCase));

    /// <summary>RFC 5321 4.1.5: an X stands before what two have agreed on.</summary>
    public bool HasPrivate { get; } = capabilities.Any(c => c.StartsWith("X", StringComparison.OrdinalIgnoreCase));

    public ServedReply ReplyTo(ServedState state) => state.Tls ? _tls : _plain;

    private static IEnumerable<string> Words(ValueList<string> capabilities, string keyword) => capabilities
        .Select(c => c.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(c => c[0].Equals(keyword, StringComparison.OrdinalIgnoreCase))?.Skip(1) ?? [];

    private static ServedReply Reply(ValueList<string> capabilities)
    {
        string[] lines = [DefaultReplies.Name, .. capabilities];
        return new ServedReply([.. lines.Select((line, i) => i == lines.Length - 1 ? $"250 {line}" : $"250-{line}")]);
    }
}
