using System.Buffers;

namespace SmtpGate.Grammar;

/// <summary>Paths and mailboxes, one method a rule of RFC 5321 4.1.2; RFC 6531 3.3 adds UTF-8.</summary>
internal static class MailboxParser
{
    // RFC 5321 4.5.3.1.1
    private const int LongestLocalPart = 64;

    // atext (RFC 5322 3.2.3)
    private static readonly SearchValues<byte> AText = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"u8);

    // qtextSMTP = %d32-33 / %d35-91 / %d93-126: no quote, no backslash
    private static readonly SearchValues<byte> QText = SearchValues.Create(
        " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'()*+,-./:;<=>?@[]^_`{|}~"u8);

    // Reverse-path = Path / "<>"
    public static ReversePath? ReversePath(ref Cursor cursor)
    {
        var start = cursor.At;
        if (cursor.Take('<') && cursor.Take('>'))
            return Grammar.ReversePath.Null;
        cursor.At = start;
        return Path(ref cursor) is { } mailbox ? new ReversePath(mailbox) : null;
    }

    // RCPT TO: ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path )
    public static Mailbox? ForwardPath(ref Cursor cursor)
    {
        var start = cursor.At;
        if (cursor.TakeWord("<postmaster>"u8))
            return new Mailbox(cursor.Since(start)[1..^1], "");
        return Path(ref cursor);
    }

    /// <summary>A mailbox as settings and files write it, without brackets; null where the text is none.</summary>
    public static Mailbox? Whole(string text)
    {
        var cursor = new Cursor([(byte)'<', .. System.Text.Encoding.UTF8.GetBytes(text), (byte)'>']);
        return cursor.Next == '<' && text is not ['@', ..] && Path(ref cursor) is { } mailbox && cursor.AtEnd ? mailbox : null;
    }

    // Path = "<" [ A-d-l ":" ] Mailbox ">"; the source route is accepted and ignored (RFC 5321 3.6.1, appendix C)
    private static Mailbox? Path(ref Cursor cursor)
    {
        if (!cursor.Take('<') || (cursor.Next == '@' && !SourceRoute(ref cursor)))
            return null;
        var mailbox = Mailbox(ref cursor);
        return cursor.Take('>') ? mailbox : null;
    }

    // A-d-l = At-domain *( "," At-domain ); At-domain = "@" Domain
    private static bool SourceRoute(ref Cursor cursor)
    {
        do
        {
            if (!cursor.Take('@') || !DomainParser.Domain(ref cursor))
                return false;
        }
        while (cursor.Take(','));
        return cursor.Take(':');
    }

    // Mailbox = Local-part "@" ( Domain / address-literal )
    private static Mailbox? Mailbox(ref Cursor cursor)
    {
        var start = cursor.At;
        if (!(cursor.Next == '"' ? QuotedString(ref cursor) : DotString(ref cursor)))
            return null;
        if (cursor.At - start > LongestLocalPart)
            return null;
        var local = cursor.Since(start);
        if (!cursor.Take('@'))
            return null;
        var domain = cursor.At;
        return DomainParser.Domain(ref cursor) || DomainParser.AddressLiteral(ref cursor)
            ? new Mailbox(local, cursor.Since(domain))
            : null;
    }

    // Dot-string = Atom *("." Atom)
    private static bool DotString(ref Cursor cursor)
    {
        do
        {
            if (!Atom(ref cursor))
                return false;
        }
        while (cursor.Take('.'));
        return true;
    }

    // Atom = 1*atext
    private static bool Atom(ref Cursor cursor)
    {
        var start = cursor.At;
        while (cursor.TakeAll(AText) > 0 || cursor.TakeInternational())
        {
            // Runs of ASCII and single characters above it, in any mixture.
        }
        return cursor.At > start;
    }

    // Quoted-string = DQUOTE *QcontentSMTP DQUOTE
    private static bool QuotedString(ref Cursor cursor)
    {
        cursor.Take('"');
        while (cursor.TakeAll(QText) > 0 || QuotedPair(ref cursor) || cursor.TakeInternational())
        {
            // QcontentSMTP = qtextSMTP / quoted-pairSMTP
        }
        return cursor.Take('"');
    }

    // quoted-pairSMTP = %d92 %d32-126
    private static bool QuotedPair(ref Cursor cursor)
    {
        if (cursor.Rest is not [(byte)'\\', >= 32 and <= 126, ..])
            return false;
        cursor.At += 2;
        return true;
    }
}
