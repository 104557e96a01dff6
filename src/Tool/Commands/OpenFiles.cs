using System.Globalization;

namespace SmtpSim.Commands;

/// <summary>Each connection is an open file, and the system counts them.</summary>
internal static class OpenFiles
{
    // Where Linux says it, in columns: what is limited, the soft limit, the hard one. The runtime raises the soft one.
    private const string Limits = "/proc/self/limits";
    private const string Row = "Max open files";

    // The runtime and its libraries have some tens open; without them it cannot even say what is wrong.
    private const int Own = 100;

    /// <summary>The number of connections.</summary>
    /// <exception cref="Transcripts.UnusableFileException">The system does not allow so many.</exception>
    public static int For(string option, int connections) => Most() is { } most && connections > most - Own
        ? throw Bounds.Wrong(
            option, $"{connections} need {connections + Own} open files, and the system allows {most}; raise it with ulimit -n")
        : connections;

    // Null where nobody says, or there is none.
    private static int? Most()
    {
        if (!File.Exists(Limits))
            return null;
        var row = File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith(Row, StringComparison.Ordinal));
        var words = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var hard, ..] && int.TryParse(hard, CultureInfo.InvariantCulture, out var most) ? most : null;
    }
}
