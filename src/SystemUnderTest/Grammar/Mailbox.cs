using System.Text;

namespace SmtpGate.Grammar;

/// <summary>An address as it was received: the local part keeps its case and its quotes (RFC 5321 2.4).</summary>
/// <param name="LocalPart">As received, quotes included.</param>
/// <param name="Domain">A name or an address literal; empty for <c>&lt;Postmaster&gt;</c> alone.</param>
public sealed record Mailbox(string LocalPart, string Domain)
{
    /// <summary>True for the address that every server takes mail for (RFC 5321 4.5.1), in any case.</summary>
    public bool IsPostmaster => Unquoted(LocalPart).Equals("postmaster", StringComparison.OrdinalIgnoreCase);

    /// <summary>True where SMTPUTF8 is needed to name it (RFC 6531).</summary>
    public bool IsInternational => LocalPart.Concat(Domain).Any(c => c > 127);

    /// <summary>The same without quotes and backslashes: however it is written, it is this mailbox.</summary>
    public string Meant => this with { LocalPart = Unquoted(LocalPart) } is var plain ? plain.ToString() : "";

    // RFC 5321 4.1.2: quotes and backslashes are a way of writing and no part of the name.
    private static string Unquoted(string local)
    {
        if (local is not ['"', .. var inside, '"'])
            return local;
        var name = new StringBuilder(inside.Length);
        for (var i = 0; i < inside.Length; i++)
            name.Append(inside[i] == '\\' && i + 1 < inside.Length ? inside[++i] : inside[i]);
        return name.ToString();
    }

    public override string ToString() => Domain.Length == 0 ? LocalPart : $"{LocalPart}@{Domain}";
}

/// <summary>Where reports go: a mailbox, or null for the empty path of a report itself.</summary>
public sealed record ReversePath(Mailbox? Mailbox)
{
    /// <summary><c>&lt;&gt;</c> (RFC 5321 4.5.5).</summary>
    public static readonly ReversePath Null = new((Mailbox?)null);

    public override string ToString() => $"<{Mailbox}>";
}
