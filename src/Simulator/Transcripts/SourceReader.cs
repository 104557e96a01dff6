namespace SmtpSim.Transcripts;

/// <summary>The lines of a file, the one being read, and the diagnostics so far.</summary>
internal sealed class SourceReader(string text, string file)
{
    private readonly string[] _lines = LinesOf(text);
    private readonly List<Diagnostic> _diagnostics = [];

    public int Index { get; private set; }

    public bool AtEnd => Index >= _lines.Length;

    public string Current => _lines[Index];

    public SourceLine Here => new(Index + 1, file);

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>True where the rest of the file is not read.</summary>
    public bool IsLeft { get; private set; }

    public void Next() => Index++;

    /// <summary>Reads no further: what follows could not be told from what is meant.</summary>
    public void Leave() => (Index, IsLeft) = (_lines.Length, true);

    /// <summary>Reports on the current line; <paramref name="column"/> counts from 0. Returns null, for the caller to.</summary>
    public Step? Wrong(int column, string message)
    {
        WrongAt(Here, column, message);
        return null;
    }

    public void WrongAt(SourceLine line, int column, string message) =>
        _diagnostics.Add(new Diagnostic(file, line.Number, column + 1, message));

    /// <summary>The lines after the current one up to <paramref name="end"/>; null where it never comes.</summary>
    public ValueList<string>? Document(string end)
    {
        var close = Array.IndexOf(_lines, end, Index + 1);
        if (close < 0)
            return null;
        ValueList<string> document = [.. _lines[(Index + 1)..close]];
        Index = close;
        return document;
    }

    /// <summary>The lines of a text, whatever its line ends; a mark in front of it is no part of them.</summary>
    public static string[] LinesOf(string text)
    {
        var lines = text.TrimStart('\ufeff').Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l).ToArray();
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }
}
