using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>
/// Expected text: <c>{{name}}</c> is inserted, <c>{name}</c> and <c>{name:regex}</c> capture (a name that has a value
/// must come again as it was), <c>*</c> is any text, and everything else stands for itself.
/// </summary>
public static partial class Pattern
{
    /// <summary>How long one line may be held against one regular expression: those that run away run for hours.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // So many wildcards are tried in the square of a line's length.
    private const int MostQuick = 2;

    // More than a script has lines; their memory is a few MiB.
    private const int MostKnown = 1000;
    private const int LongestKnown = 1000;
    private static readonly ConcurrentDictionary<string, Regex> Known = new(StringComparer.Ordinal);

    /// <summary>True where <paramref name="heard"/> is what was expected; then the captures are kept.</summary>
    public static bool Matches(string pattern, string heard, Variables variables)
    {
        var match = Compile(pattern, variables).Match(heard);
        if (!match.Success)
            return false;
        foreach (var group in match.Groups.Values.Where(g => g.Name.StartsWith("v_", StringComparison.Ordinal)))
            variables.Set(Decode(group.Name), group.Value);
        return true;
    }

    /// <summary>Holding a line against it may take all of <see cref="Patience"/>.</summary>
    public static bool MayRunAway(string pattern) => Special().Matches(pattern) is var special
        && (special.Count > MostQuick || special.Any(s => s.Groups["form"].Success));

    /// <summary>The names that the pattern captures.</summary>
    public static IEnumerable<string> Names(string pattern) =>
        Special().Matches(pattern).Select(m => m.Groups["name"]).Where(n => n.Success).Select(n => n.Value);

    /// <summary>Where a capture's form is no regular expression, and why; null where all is well.</summary>
    public static (int Column, string Message)? Misfit(string pattern) => Special().Matches(pattern)
        .Select(special => special.Groups["form"])
        .Where(form => form.Success)
        .Select(form => RegexMisfit(form.Value) is var (at, message) ? (form.Index + at, message) : ((int, string)?)null)
        .FirstOrDefault(misfit => misfit is not null);

    /// <summary>Where a regular expression is wrong, and why; null where it is none the worse.</summary>
    public static (int Column, string Message)? RegexMisfit(string regex)
    {
        try
        {
            _ = new Regex(regex, RegexOptions.None, Patience);
            return null;
        }
        catch (RegexParseException wrong)
        {
            return (wrong.Offset, $"the regular expression is wrong: {wrong.Message}");
        }
    }

    /// <summary>The regular expression that a pattern stands for while the values are what they are.</summary>
    public static Regex Compile(string pattern, Variables variables)
    {
        var regex = new StringBuilder("^");
        var captured = new HashSet<string>();
        var at = 0;
        foreach (Match special in Special().Matches(pattern))
        {
            regex.Append(Regex.Escape(pattern[at..special.Index])).Append(Translate(special, variables, captured));
            at = special.Index + special.Length;
        }
        regex.Append(Regex.Escape(pattern[at..])).Append("$(?!\n)");
        return Compiled(regex.ToString());
    }

    // A line is held against what comes again and again, until it is whole.
    private static Regex Compiled(string regex)
    {
        if (Known.TryGetValue(regex, out var known))
            return known;
        var made = new Regex(regex, RegexOptions.Singleline | RegexOptions.CultureInvariant, Patience);
        if (Known.Count >= MostKnown)
            Known.Clear();
        if (regex.Length <= LongestKnown)
            Known[regex] = made;
        return made;
    }

    private static string Translate(Match special, Variables variables, HashSet<string> captured)
    {
        if (special.Value == "*")
            return ".*";
        if (special.Groups["insert"].Success)
            return Regex.Escape(variables.Value(special.Groups["insert"].Value));
        var name = special.Groups["name"].Value;
        if (variables[name] is { } known)
            return Regex.Escape(known);
        if (!captured.Add(name))
            return $@"\k<{Encode(name)}>";
        var form = special.Groups["form"].Success ? special.Groups["form"].Value : ".+?";
        return $"(?<{Encode(name)}>{form})";
    }

    // A regular expression's group names take letters, digits and underscores only.
    private static string Encode(string name) => "v_" + name.Replace("_", "_u", StringComparison.Ordinal)
        .Replace("-", "_h", StringComparison.Ordinal).Replace(".", "_d", StringComparison.Ordinal);

    private static string Decode(string group) => group[2..].Replace("_d", ".", StringComparison.Ordinal)
        .Replace("_h", "-", StringComparison.Ordinal).Replace("_u", "_", StringComparison.Ordinal);

    [GeneratedRegex(@"\{\{(?<insert>[^{}]+)\}\}|\{(?<name>[A-Za-z][A-Za-z0-9._-]*)(?::(?<form>([^{}]|\{[^{}]*\})+))?\}|\*")]
    private static partial Regex Special();
}
