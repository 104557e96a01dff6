using System.Globalization;
using System.Text;

namespace SmtpGate.Tests;

/// <summary>Files of the repository that tests read, and their octets.</summary>
internal static class Fixtures
{
    public static readonly string Root = FindRoot();

    /// <summary>The rows of a table below fixtures/grammar: input, expected, clause.</summary>
    public static TheoryData<string, string, string> Rows(string name)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Root, "fixtures", "grammar", name)).Skip(1))
        {
            var cells = line.Split('\t');
            rows.Add(cells[0], cells[1], cells[2]);
        }
        return rows;
    }

    /// <summary>Octets as a table spells them: printable ASCII for itself, anything else \xHH.</summary>
    public static byte[] Octets(string escaped)
    {
        var octets = new List<byte>();
        for (var i = 0; i < escaped.Length; i++)
        {
            var isEscape = escaped[i] == '\\' && escaped[i + 1] == 'x';
            octets.Add(isEscape ? byte.Parse(escaped.AsSpan(i + 2, 2), NumberStyles.HexNumber, null) : (byte)escaped[i]);
            i += isEscape ? 3 : 0;
        }
        return [.. octets];
    }

    /// <summary>The spelling that <see cref="Octets"/> reads.</summary>
    public static string Escaped(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        foreach (var octet in octets)
        {
            if (octet is >= 32 and < 127 && octet != '\\')
                text.Append((char)octet);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{octet:X2}");
        }
        return text.ToString();
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SmtpConformance.sln")))
                return at.FullName;
        }
        throw new DirectoryNotFoundException("the tests run outside the repository");
    }
}
