namespace SmtpSim.Mutating;

/// <summary>What a command line is owed a reply for, by the letter of RFC 5321 4.1.1, 3207 4 and 4954 4.</summary>
internal static class CommandLine
{
    /// <returns>What neither opens a mode of its own nor tells what is offered is a command like any other.</returns>
    public static Owed Kind(string line)
    {
        // Some take a tab for a space; what is refused changes nothing.
        if (line.TrimStart().Split(' ', '\t')[0].ToUpperInvariant() is "EHLO" or "HELO")
            return Owed.Hello;
        var words = line.TrimEnd(' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.FirstOrDefault()?.ToUpperInvariant() switch
        {
            "DATA" when words.Length == 1 => Owed.Data,
            "QUIT" when words.Length == 1 => Owed.Quit,
            "STARTTLS" when words.Length == 1 => Owed.Tls,
            "AUTH" when words.Length > 1 => Owed.Auth,
            _ => Owed.Command,
        };
    }
}
