using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Comparing;

/// <summary>
/// What is another each time though nothing has changed: dates, ids, host names, addresses of machines. The header <c>mask</c> of
/// a transcript names the kinds that are not compared; without it all are.
/// </summary>
public sealed partial class Masks
{
    private static readonly Dictionary<string, Regex[]> Kinds = new()
    {
        // RFC 5322 3.3, RFC 3339, and what ctime(3) writes.
        // As TranscriptParser.MaskNames has them.
        ["date"] = [MailDate(), InternetDate(), CTime(), TimeOfDay()],
        ["id"] = [MessageId(), QueueId(), MixedId()],
        ["ip"] = [IPv4(), IPv6()],
        ["host"] = [Host()],
    };

    private readonly (string Mask, Regex Form)[] _masks;

    private Masks(IEnumerable<string> kinds) =>
        _masks = [.. Kinds.Where(k => kinds.Contains(k.Key)).SelectMany(k => k.Value.Select(form => ($"<{k.Key}>", form)))];

    /// <param name="header">As written: <c>date, id</c>; <c>none</c> for nothing, null for everything.</param>
    /// <returns>Null where there is no name, or one is none of <see cref="TranscriptParser.MaskNames"/>.</returns>
    public static Masks? Of(string? header)
    {
        var kinds = header switch
        {
            null => [.. Kinds.Keys],
            "none" => [],
            _ => header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
        return kinds.All(Kinds.ContainsKey) && (kinds.Length > 0 || header == "none") ? new Masks(kinds) : null;
    }

    /// <summary>The text with each volatile part replaced by the name of its kind.</summary>
    public string Masked(string text) => _masks.Aggregate(text, (masked, mask) => mask.Form.Replace(masked, mask.Mask));

    [GeneratedRegex(
        @"\b((Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4}"
        + @"( [0-9]{2}:[0-9]{2}(:[0-9]{2})?( ([+-][0-9]{4}|[A-Z]{1,5})( \([A-Za-z]+\))?)?)?")]
    private static partial Regex MailDate();

    [GeneratedRegex(@"\b[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?")]
    private static partial Regex InternetDate();

    [GeneratedRegex(
        @"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +[0-9]{1,2} "
        + "[0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}")]
    private static partial Regex CTime();

    [GeneratedRegex(@"(?<![0-9A-Za-z:.])[0-9]{2}:[0-9]{2}:[0-9]{2}(?![0-9A-Za-z:])")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"(?<=^Message-Id: *)<[^<>]+>", RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();

    // Behind a bare "id" may stand a word; an id has a digit, or capitals inside.
    [GeneratedRegex(
        @"(?<=\b(queued as |queue id |[iI][dD]=))[A-Za-z0-9][A-Za-z0-9._-]{4,}"
        + @"|(?<=\b(id|ID) )(?=[A-Za-z._-]*[0-9]|[A-Za-z]*[a-z][A-Z])[A-Za-z0-9][A-Za-z0-9._-]{4,}")]
    private static partial Regex QueueId();

    // Letters and digits mixed, and long: no word of a reply looks so.
    [GeneratedRegex(@"(?<![@.<])\b(?=[A-Za-z0-9-]*[0-9])(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9-]{10,}\b(?![@.])")]
    private static partial Regex MixedId();

    // With the brackets of an address literal, as the other kind has them (RFC 5321 4.1.3), and mapped (RFC 4291 2.5.5.2).
    [GeneratedRegex(@"\[?(IPv6:)?((?<![0-9A-F])::ffff:)?\b[0-9]{1,3}(\.[0-9]{1,3}){3}\b\]?", RegexOptions.IgnoreCase)]
    private static partial Regex IPv4();

    // RFC 4291 2.2: eight groups, or fewer about two colons. Times have neither.
    [GeneratedRegex(
        @"(?<![0-9A-Za-z:])\[?(IPv6:)?(([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?=[0-9a-f:]*::)[0-9a-f:]{3,39})\]?(?![0-9A-Za-z:])",
        RegexOptions.IgnoreCase)]
    private static partial Regex IPv6();

    // Not the domain of a mailbox, which is what a test is about; nor an enhanced status code.
    [GeneratedRegex(@"(?<![@A-Za-z0-9.-])([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}\b")]
    private static partial Regex Host();
}
