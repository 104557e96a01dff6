using System.Globalization;
using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Dialogue;

/// <summary>What a line is that a client said as a command, read as generously as any server might.</summary>
internal static partial class ClientCommand
{
    public static bool IsData(string line) => VerbOf(line) == "DATA" && line.Trim().Length == 4;

    /// <summary>Some server knows it.</summary>
    public static bool IsKnown(string line) => RuleConditions.Triggers.Contains(VerbOf(line));

    public static bool IsEhlo(string line) => VerbOf(line) == "EHLO";

    /// <summary>How many octets of a chunk follow (RFC 3030 2), null where it is no BDAT.</summary>
    public static int? ChunkSize(string line) => ChunkForm().Match(line) is { Success: true } chunk
        ? int.Parse("0" + chunk.Groups["size"].Value, CultureInfo.InvariantCulture)
        : null;

    /// <summary>Whether it is the last one of its message.</summary>
    public static bool IsLastChunk(string line) => line.TrimEnd().EndsWith(" LAST", StringComparison.OrdinalIgnoreCase);

    // Some servers end a line at a CR.
    /// <summary>Where the initial response of AUTH stands (RFC 4954 4), of no length where it has none; null: no AUTH.</summary>
    public static (int Start, int Length)? InitialResponse(string line)
    {
        var auth = AuthForm().Match(line);
        var initial = auth.Groups["initial"];
        // "=" is one of no octets.
        return auth.Success ? (initial.Index, initial.Value == "=" ? 0 : initial.Length) : null;
    }

    public static string VerbOf(string line) => line.Trim().Split(' ', '\t')[0].ToUpperInvariant();

    [GeneratedRegex(@"^\s*BDAT\s+0*(?<size>[0-9]{0,9})(\s+LAST)?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex ChunkForm();

    [GeneratedRegex(@"^(.*\r)?\s*AUTH\s+[^\s]+(\s+(?<initial>.*))?$", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex AuthForm();
}
