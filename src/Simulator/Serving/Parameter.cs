using System.Text.RegularExpressions;

namespace SmtpSim.Serving;

/// <summary>What an extension allows behind the path of MAIL or RCPT.</summary>
/// <param name="Keyword">That offers it behind EHLO.</param>
/// <param name="Values">A pattern that its whole value fits; null: it has none.</param>
internal sealed record Parameter(string Verb, string Name, string Keyword, string? Values)
{
    private const string Any = ".+";

    private static readonly Parameter[] Known =
    [
        // RFC 1870 3: what is no number has a reply of its own.
        new("MAIL", "SIZE", "SIZE", Any),
        // RFC 6152 2, RFC 3030 3: the binary one is offered apart.
        new("MAIL", "BODY", "8BITMIME", "7BIT|8BITMIME"),
        new("MAIL", "BODY", "BINARYMIME", "BINARYMIME"),
        // RFC 6531 3.4
        new("MAIL", "SMTPUTF8", "SMTPUTF8", null),
        // RFC 3461 4
        new("MAIL", "RET", "DSN", "FULL|HDRS"),
        new("MAIL", "ENVID", "DSN", Any),
        new("RCPT", "NOTIFY", "DSN", "NEVER|(SUCCESS|FAILURE|DELAY)(,(SUCCESS|FAILURE|DELAY))*"),
        new("RCPT", "ORCPT", "DSN", "[^;]+;.+"),
        // RFC 4954 5
        new("MAIL", "AUTH", "AUTH", Any),
        // RFC 8689 2
        new("MAIL", "REQUIRETLS", "REQUIRETLS", null),
        // RFC 6710 4, RFC 2852 4, RFC 4865 5, RFC 7293 3, RFC 3885 3, RFC 3865 3, RFC 4141 4 and 5
        new("MAIL", "MT-PRIORITY", "MT-PRIORITY", "-?[0-9]"),
        new("MAIL", "BY", "DELIVERBY", Any),
        new("MAIL", "HOLDFOR", "FUTURERELEASE", "[0-9]{1,9}"),
        new("MAIL", "HOLDUNTIL", "FUTURERELEASE", Any),
        new("RCPT", "RRVS", "RRVS", Any),
        new("MAIL", "MTRK", "MTRK", Any),
        new("MAIL", "SOLICIT", "NO-SOLICITING", Any),
        new("MAIL", "CONPERM", "CONPERM", null),
        new("RCPT", "CONNEG", "CONNEG", null),
    ];

    private static readonly Dictionary<string, Regex> Forms = Known.Where(k => k.Values is not null).Select(k => k.Values!)
        .Distinct().ToDictionary(v => v, v => new Regex($"^({v})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant));

    /// <summary>What is wrong with <c>NAME=value</c> behind the path, null where nothing is.</summary>
    public static ServedReply? Misfit(string verb, string text, Offer offer)
    {
        var (name, value) = text.Split('=', 2) is [var before, var after] ? (before, after) : (text, null);
        var known = Known.Where(k => Equal(k.Name, name)).ToList();
        // RFC 5321 4.1.1.11; what an extension of one's own brings only those know who use it.
        if (known.Count == 0)
            return offer.HasPrivate || offer.Has(name) ? null : DefaultReplies.UnknownParameter;
        known.RemoveAll(k => k.Verb != verb || !offer.Has(k.Keyword));
        return known.Count == 0 ? DefaultReplies.UnknownParameter
            : known.Exists(k => k.Takes(value)) ? null : DefaultReplies.WrongParameter;
    }

    private bool Takes(string? value) => Values is null ? value is null : value is not null && Forms[Values].IsMatch(value);

    private static bool Equal(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
