namespace SmtpGate.Grammar;

/// <summary>A domain, or all domains below one, as settings write them: <c>a.example</c>, <c>*.a.example</c>.</summary>
public sealed class DomainPattern
{
    /// <summary>What a setting permits.</summary>
    public const string Form = "a domain, or *.domain for all below it";

    private const string AnyBelow = "*.";

    private readonly string _text;

    private DomainPattern(string text) => _text = text;

    private bool IsForThoseBelow => _text.StartsWith(AnyBelow, StringComparison.Ordinal);

    /// <summary>Null where the text is none.</summary>
    public static DomainPattern? Parse(string text)
    {
        var pattern = new DomainPattern(text);
        return OwnName.IsValid(pattern.IsForThoseBelow ? text[AnyBelow.Length..] : text) ? pattern : null;
    }

    /// <summary>RFC 5321 2.4: domains are compared without case. A domain is not below itself.</summary>
    public bool Holds(string domain) => IsForThoseBelow
        ? domain.Length >= _text.Length && domain.EndsWith(_text[1..], StringComparison.OrdinalIgnoreCase)
        : domain.Equals(_text, StringComparison.OrdinalIgnoreCase);

    /// <summary>As it was written.</summary>
    public override string ToString() => _text;
}
