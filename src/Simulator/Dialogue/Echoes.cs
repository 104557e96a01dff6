using System.Buffers;
using System.Text;

namespace SmtpSim.Dialogue;

/// <summary>
/// What was taken out of what a client said, looked for in what the server replied: many repeat a line that they do not
/// understand, or what somebody could not authenticate with.
/// </summary>
internal sealed class Echoes
{
    // A group of base64: what is shorter stands in many a reply by chance. RFC 4954 4: no line is longer.
    private const int Shortest = 4;
    private const int Longest = 12_288;

    // No mechanism has as many.
    private const int MostWords = 8;

    // Of what is decoded: words stand in many a reply, and where one were taken out of all of them it would be told by that.
    private const int ShortestWord = 6;

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // By what may be repeated of it: its mark, where it has one yet, and how much the server had said before. Many a server has
    // its own capitals.
    private readonly Dictionary<string, (char? Mark, int Since, bool IsWord)> _said = new(StringComparer.OrdinalIgnoreCase);

    public bool IsEmpty => _said.Count == 0;

    /// <param name="mark">What stands for it.</param>
    /// <param name="since">How much the server had said before.</param>
    /// <param name="isDecoded">What it is in base64 is to be found, too.</param>
    public void Add(string secret, char mark, int since, bool isDecoded)
    {
        var said = secret.Trim();
        Add(said, mark, since);
        // Many forget the padding.
        Add(said.TrimEnd('='), mark, since);
        if (isDecoded)
            AddParts(said, since);
    }

    private void AddParts(string said, int since)
    {
        string[] words = [.. said.Split(' ', MostWords).Where(w => w.Length < said.Length)];
        // What should have stood alone, or behind "=".
        foreach (var word in words)
            Add(word.TrimEnd('='), null, since);
        foreach (var part in words.Append(said).SelectMany(Decoded.PartsOf))
        {
            if (part.Length is >= ShortestWord and <= Longest)
                _said.TryAdd(part, (null, since, true));
            Add(Convert.ToBase64String(Encoding.Latin1.GetBytes(part)).TrimEnd('='), null, since);
        }
    }

    private void Add(string said, char? mark, int since)
    {
        if (said.Length is >= Shortest and <= Longest)
            _said.TryAdd(said, (mark, since, false));
    }

    /// <summary>Where something stands again, in order.</summary>
    /// <param name="said">All that the server said.</param>
    /// <param name="mark">For what has none.</param>
    public IEnumerable<(int At, int Length, char Mark)> In(string said, Func<char> mark)
    {
        var any = SearchValues.Create([.. _said.Keys], StringComparison.OrdinalIgnoreCase);
        int[] lengths = [.. _said.Keys.Select(s => s.Length).Distinct().OrderDescending()];
        for (var at = Next(said, 0, any); at < said.Length; at = Next(said, at, any))
        {
            var found = LongestAt(said, at, lengths);
            if (found is not null)
                yield return (at, found.Length, MarkOf(found, mark));
            at += found?.Length ?? 1;
        }
    }

    private string? LongestAt(string said, int at, int[] lengths)
    {
        var known = _said.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in lengths.Where(l => l <= said.Length - at))
        {
            if (known.TryGetValue(said.AsSpan(at, length), out var secret, out var told)
                && told.Since <= at && (!told.IsWord || Stands(said, at, length)))
                return secret;
        }
        return null;
    }

    // A password that is a word stands in longer ones by chance; what has a digit or a sign in it hardly does.
    private static bool Stands(string said, int at, int length) =>
        said.AsSpan(at, length).ContainsAnyExcept(Letters)
        || ((at == 0 || !char.IsAsciiLetter(said[at - 1]))
            && (at + length == said.Length || !char.IsAsciiLetter(said[at + length])));

    private char MarkOf(string secret, Func<char> mark)
    {
        var told = _said[secret];
        var known = told.Mark ?? mark();
        _said[secret] = (known, told.Since, told.IsWord);
        return known;
    }

    private static int Next(string said, int from, SearchValues<string> any) =>
        said.AsSpan(from).IndexOfAny(any) is var at and >= 0 ? from + at : said.Length;
}
