using System.Text.RegularExpressions;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary><c>@never</c>: lines that may not come on a connection from there on.</summary>
internal sealed class Bans(Variables variables)
{
    private readonly List<(string Connection, string Pattern, int Line)> _bans = [];

    public void Add(string connection, Directive never) =>
        _bans.Add((connection, string.Join(' ', never.Arguments), never.At.Number));

    /// <summary>Says which ban one of the lines breaks, null where none does.</summary>
    public string? Broken(string connection, ReadOnlySpan<byte> heard)
    {
        if (_bans.Count == 0)
            return null;
        for (var rest = heard; ReplyText.NextLine(rest) is var (line, length, _); rest = rest[length..])
        {
            foreach (var (_, pattern, number) in _bans.Where(b => b.Connection == connection))
            {
                if (Broken(pattern, line, number) is { } broken)
                    return broken;
            }
        }
        return null;
    }

    private string? Broken(string pattern, string line, int number)
    {
        try
        {
            // What a ban captures is nobody's. What came may be a secret: it is shown where those are starred out.
            return Pattern.Matches(pattern, line, variables.Copy())
                ? $"a line like '{pattern}' came, which @never in line {number} forbids"
                : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return $"@never in line {number}: {Listener.RunsAway}";
        }
    }
}
