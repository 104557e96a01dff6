using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>A name was inserted that nobody has given a value: a fact the target profile lacks, or a slip.</summary>
public sealed class MissingValueException : Exception
{
    public MissingValueException(string name)
        : base($"nothing says what '{{{{{name}}}}}' is") => Name = name;

    /// <summary>What was heard is not what a function takes. Its arguments may be secret, and are not told.</summary>
    public MissingValueException(string function, string why)
        : base($"{{{{{function}:…}}}} cannot be computed: {why}") => (Name, IsUncomputable) = ($"{function}:…", true);

    public string Name { get; }

    /// <summary>The other side's fault, and not that of who gives the values.</summary>
    public bool IsUncomputable { get; }
}

/// <summary>The values behind <c>{{name}}</c>: given at the start, or captured by <c>{name}</c> on the way.</summary>
public sealed partial class Variables
{
    // Larger than any message that a server takes without SIZE; far from what a process may hold, several times over.
    private const long Longest = 32 << 20;

    private readonly Dictionary<string, string> _values;

    public Variables()
        : this(new Dictionary<string, string>())
    {
    }

    public Variables(IEnumerable<KeyValuePair<string, string>> values) => _values = new(values);

    public string? this[string name] => _values.GetValueOrDefault(name);

    public void Set(string name, string value) => _values[name] = value;

    /// <summary>A copy, so that two connections which play one script do not share captures.</summary>
    public Variables Copy() => new(_values);

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The text with every <c>{{name}}</c> replaced.</summary>
    /// <exception cref="MissingValueException">A name has no value.</exception>
    public string Fill(string text) => Fill(text, value => value);

    /// <param name="written">How a value is written there.</param>
    /// <inheritdoc cref="Fill(string)"/>
    public string Fill(string text, Func<string, string> written) =>
        Insert().Replace(text, match => written(Value(match.Groups[1].Value)));

    /// <summary>The names that a text inserts and only a value can fill; what is computed counts as a name.</summary>
    public static IEnumerable<string> Names(string text) => Insert().Matches(text)
        .Select(m => Repetition().Replace(m.Groups[1].Value, ""))
        .Where(name => name.Length > 1);

    /// <summary>Whether anything is inserted that a value may fill: not <c>{{*}}</c>.</summary>
    public static bool HasNames(string text) => Insert().Matches(text).Any(m => char.IsAsciiLetter(m.Groups[1].ValueSpan[0]));

    /// <summary>Why a text cannot be filled in once these names have values, null where it can.</summary>
    /// <remarks>What functions take may stand for itself.</remarks>
    public static string? Misfit(string text, IReadOnlySet<string> known) => Misfits(text, known).FirstOrDefault();

    /// <summary>The same, all of it.</summary>
    public static IEnumerable<string> Misfits(string text, IReadOnlySet<string> known)
    {
        string[] inserted = [.. Insert().Matches(text).Select(m => m.Groups[1].Value)];
        var endless = inserted.Where(e => Times(e, out _) > Longest)
            .Select(e => $"'{{{{{e}}}}}' is longer than {Longest >> 20} MiB");
        var unknown = Names(text).SelectMany(n => Computed.FunctionOf(n) is null ? [n] : Computed.Needed(n))
            .Where(n => !known.Contains(n)).Distinct()
            .Select(n => $"nothing says what '{{{{{n}}}}}' is: give it a value, or capture {{{n}}} before");
        return endless.Concat(inserted.Select(Computed.Misfit).OfType<string>()).Concat(unknown);
    }

    /// <summary>The value of a name, of <c>name*3</c> (so many times over), or what a function computes.</summary>
    public string Value(string expression)
    {
        if (Computed.FunctionOf(expression) is { } function)
            return Computed.Value(function, expression, this);
        return Times(expression, out var name) is { } times ? Repeated(name, One(name), times) : One(expression);
    }

    // How often the name comes, null where it comes once and nobody has said so.
    private static long? Times(string expression, out string name)
    {
        var star = expression.LastIndexOf('*');
        name = star > 0 ? expression[..star] : expression;
        return star > 0 && long.TryParse(
            expression.AsSpan(star + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : null;
    }

    // Its value may be a secret.
    private static string Repeated(string name, string value, long times) => times <= Longest && value.Length * times <= Longest
        ? string.Concat(Enumerable.Repeat(value, (int)times))
        : throw new MissingValueException($"{name}*{times}");

    // A single character that is no name stands for itself, so that {{*}} is an asterisk and {{a*64}} a long name.
    private string One(string name) => this[name] ?? (name.Length == 1 ? name : throw new MissingValueException(name));

    [GeneratedRegex(@"(?<=.)\*[0-9]+\z")]
    private static partial Regex Repetition();

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    internal static partial Regex Insert();
}
