using System.Buffers;
using System.Text;

namespace SmtpSim.Dialogue;

/// <summary>
/// What was taken out of what a client said, looked for in what the server replied: many repeat a line that they do not
/// understand, or what somebody could not authenticate with.
/// </summary>
internal sealed class Echoes
{
    // A group of base64: what is shorter stands in many a reply by chance.
    private const int Shortest = 4;

    // By what was said, or that decoded: its mark, where it has one yet, and how much the server had said before.
    private readonly Dictionary<string, (char? Mark, int Since)> _said = new(StringComparer.Ordinal);

    public bool IsEmpty => _said.Count == 0;

    public void Add(string secret, char? mark, int since)
    {
        if (secret.Length >= Shortest)
            _said.TryAdd(secret, (mark, since));
    }

    /// <summary>What a server decodes of it that nobody else is to know: behind PLAIN's NULs the password (RFC 4616 2).</summary>
    public static string? Decoded(string secret)
    {
        Span<byte> octets = new byte[secret.Length];
        return Convert.TryFromBase64String(secret, octets, out var length)
            ? Encoding.Latin1.GetString(octets[..length]).Split('\0')[^1]
            : null;
    }

    /// <summary>Where something stands again, in order.</summary>
    /// <param name="said">All that the server said.</param>
    /// <param name="mark">For what has none.</param>
    public IEnumerable<(int At, int Length, char Mark)> In(string said, Func<char> mark)
    {
        string[] longestFirst = [.. _said.Keys.OrderByDescending(s => s.Length)];
        var any = SearchValues.Create(longestFirst, StringComparison.Ordinal);
        for (var at = Next(said, 0, any); at < said.Length; at = Next(said, at, any))
        {
            var found = longestFirst.FirstOrDefault(s => Stands(s, said, at));
            if (found is not null)
                yield return (at, found.Length, MarkOf(found, mark));
            at += found?.Length ?? 1;
        }
    }

    private bool Stands(string secret, string said, int at) =>
        _said[secret].Since <= at && string.CompareOrdinal(said, at, secret, 0, secret.Length) == 0;

    private char MarkOf(string secret, Func<char> mark)
    {
        var known = _said[secret].Mark ?? mark();
        _said[secret] = (known, _said[secret].Since);
        return known;
    }

    private static int Next(string said, int from, SearchValues<string> any) =>
        said.AsSpan(from).IndexOfAny(any) is var at and >= 0 ? from + at : said.Length;
}
