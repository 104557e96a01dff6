using System.Text;

namespace SmtpGate.Grammar;

/// <summary>What may stand behind HELO and EHLO.</summary>
public static class HelloArgument
{
    public static bool IsValid(string text) => DomainParser.Whole(Encoding.UTF8.GetBytes(text)) is not null;
}

/// <summary>What the gateway itself may say behind HELO and EHLO: ASCII only (RFC 6531 3.7.1).</summary>
public static class OwnName
{
    public static bool IsValid(string text) => Ascii.IsValid(text) && HelloArgument.IsValid(text);
}

/// <summary>What may stand behind MAIL FROM: a path in brackets, or the empty one.</summary>
public static class PathArgument
{
    public static bool IsValid(string text)
    {
        var cursor = new Cursor(Encoding.UTF8.GetBytes(text));
        return MailboxParser.ReversePath(ref cursor) is not null && cursor.AtEnd;
    }
}
