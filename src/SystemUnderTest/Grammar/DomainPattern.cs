namespace SmtpGate.Grammar;

/// <summary>A domain, or all domains below one, as settings write them: <c>a.example</c>, <c>*.a.example</c>.</summary>
public sealed class DomainPattern
{
    /// <summary>What a setting permits.</summary>
    public const string Form = "a domain, or *.domain for all below it";

    private const string AnyBelow = "*.";

    private readonly string _text;

    // In A-labels; with the dot before it where it is for those below.
    private readonly string _name;

    private DomainPattern(string text, string name) => (_text, _name) = (text, name);

    /// <summary>Null where the text is none.</summary>
    public static DomainPattern? Parse(string text)
    {
        var isForThoseBelow = text.StartsWith(AnyBelow, StringComparison.Ordinal);
        return DomainName.Parse(isForThoseBelow ? text[AnyBelow.Length..] : text) is { } name
            ? new DomainPattern(text, isForThoseBelow ? $".{name}" : name)
            : null;
    }

    /// <summary>RFC 5321 2.4: domains are compared without case. A domain is not below itself.</summary>
    public bool Holds(string domain) => DomainName.ToAscii(domain) is { } name && (_name[0] == '.'
        ? name.Length > _name.Length && name.EndsWith(_name, StringComparison.OrdinalIgnoreCase)
        : name.Equals(_name, StringComparison.OrdinalIgnoreCase));

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;
}
