using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.DropFolder;

/// <summary>The lines on top of a file that say from whom it is, and to whom.</summary>
internal static class EnvelopeLine
{
    public const string Sender = "x-sender:";

    public const string Receiver = "x-receiver:";

    /// <summary>What stands behind the name; null where it is another line.</summary>
    public static string? ValueOf(string name, ReadOnlySpan<byte> line) =>
        line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name)
            ? Encoding.UTF8.GetString(line[name.Length..].Trim(" \t"u8))
            : null;

    /// <summary>A mailbox, in angle brackets or without; null where it is none.</summary>
    public static Mailbox? Mailbox(string text)
    {
        text = text is ['<', .. var inner, '>'] ? inner : text;
        // What was no UTF-8 names nobody.
        return text.Equals("postmaster", StringComparison.OrdinalIgnoreCase) ? new Mailbox(text, "")
            : text.Contains('\uFFFD', StringComparison.Ordinal) ? null
            : MailboxParser.Whole(text);
    }
}
