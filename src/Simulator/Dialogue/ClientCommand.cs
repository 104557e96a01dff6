using System.Globalization;
using SmtpSim.Transcripts;

namespace SmtpSim.Dialogue;

/// <summary>
/// What a line is that a client said as a command, read as generously as any server might. A line may have a mebibyte and hold
/// what its client likes: each is looked at once, from its front to its end.
/// </summary>
internal static class ClientCommand
{
    private const string Auth = "AUTH";

    // More than any server takes for a number of octets.
    private const int MostDigits = 9;

    /// <summary>Some servers take it with an argument, too.</summary>
    public static bool IsData(string line) => VerbOf(line) == "DATA";

    /// <summary>All servers know it, and nobody writes such a line in a message.</summary>
    public static bool IsBareData(string line) => line.AsSpan().Trim().Equals("DATA", StringComparison.OrdinalIgnoreCase);

    /// <summary>Some server knows it.</summary>
    public static bool IsKnown(string line) => RuleConditions.Triggers.Contains(VerbOf(line));

    public static bool IsEhlo(string line) => VerbOf(line) == "EHLO";

    public static bool IsStartTls(string line) => VerbOf(line) == "STARTTLS";

    /// <summary>How many octets follow, and whether they are a message's last (RFC 3030 2); null where it is no BDAT.</summary>
    public static (int Size, bool IsLast)? Chunk(string line)
    {
        if (VerbOf(line) != "BDAT")
            return null;
        return line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
        {
            [_, var size] when SizeOf(size) is { } octets => (octets, false),
            [_, var size, var last] when IsLast(last) && SizeOf(size) is { } octets => (octets, true),
            _ => null,
        };
    }

    /// <summary>
    /// Where the initial response of AUTH stands (RFC 4954 4), of no length where it has none; null: no AUTH. Some servers end a
    /// line at a CR.
    /// </summary>
    public static (int Start, int Length)? InitialResponse(string line)
    {
        if (AuthAt(line) is not { } at)
            return null;
        var mechanism = NextWord(line, at + Auth.Length);
        var initial = NextWord(line, EndOfWord(line, mechanism));
        if (mechanism == line.Length)
            return null;
        // "=" is one of no octets.
        return (initial, line.AsSpan(initial) is "=" ? 0 : line.Length - initial);
    }

    public static string VerbOf(string line)
    {
        var command = line.AsSpan().Trim();
        var end = command.IndexOfAny(' ', '\t');
        return command[..(end < 0 ? command.Length : end)].ToString().ToUpperInvariant();
    }

    private static int? AuthAt(string line)
    {
        var begins = true;
        for (var at = 0; at < line.Length - Auth.Length; at++)
        {
            if (begins && IsAuth(line.AsSpan(at)))
                return at;
            begins = line[at] == '\r' || (begins && char.IsWhiteSpace(line[at]));
        }
        return null;
    }

    // As some servers write it behind EHLO, some clients say "AUTH=PLAIN".
    private static bool IsAuth(ReadOnlySpan<char> text) =>
        text.StartsWith(Auth, StringComparison.OrdinalIgnoreCase)
        && (char.IsWhiteSpace(text[Auth.Length]) || text[Auth.Length] == '=');

    private static int NextWord(string line, int from)
    {
        while (from < line.Length && char.IsWhiteSpace(line[from]))
            from++;
        return from;
    }

    private static int EndOfWord(string line, int from)
    {
        while (from < line.Length && !char.IsWhiteSpace(line[from]))
            from++;
        return from;
    }

    private static bool IsLast(string word) => word.Equals("LAST", StringComparison.OrdinalIgnoreCase);

    private static int? SizeOf(string digits) =>
        digits.AsSpan().TrimStart('0') is { Length: <= MostDigits } size && digits.All(char.IsAsciiDigit)
            ? int.Parse($"0{size}", CultureInfo.InvariantCulture)
            : null;
}
