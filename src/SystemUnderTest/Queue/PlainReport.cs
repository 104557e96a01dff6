using System.Text;

namespace SmtpGate.Queue;

/// <summary>
/// A report once more, for a sender whose host takes 7 bits only: what is in UTF-8 goes in base64, which RFC 6532 3.7 and
/// RFC 6533 3 allow; of a message/rfc822, which nothing may encode (RFC 2046 5.2.1), the header goes.
/// </summary>
internal static class PlainReport
{
    private const string HeaderEnd = "\r\n\r\n";

    /// <param name="report">As <see cref="Report"/> made it.</param>
    /// <param name="for">Whom it says it is to.</param>
    /// <param name="to">The same in ASCII.</param>
    /// <returns>The same in ASCII; null where its own header is none.</returns>
    public static byte[]? Of(ReadOnlySpan<byte> report, string @for, string to)
    {
        var text = Encoding.Latin1.GetString(report);
        var line = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes($"\r\nTo: <{@for}>\r\n"));
        var at = text.IndexOf(line, StringComparison.Ordinal);
        text = at < 0 ? text : $"{text[..at]}\r\nTo: <{to}>\r\n{text[(at + line.Length)..]}";
        var mark = $"\r\n--{Boundary(text)}";
        var parts = text.Split(mark);
        return Ascii.IsValid(parts[0]) ? Encoding.ASCII.GetBytes(string.Join(mark, parts.Select(Plain))) : null;
    }

    private static string Boundary(string text)
    {
        const string Name = "boundary=\"";
        // A sender may have that in his name.
        var type = text.IndexOf("\r\nContent-Type: ", StringComparison.Ordinal);
        var at = text.IndexOf(Name, type, StringComparison.Ordinal) + Name.Length;
        return text[at..text.IndexOf('"', at)];
    }

    private static string Plain(string part)
    {
        // The outermost is nothing but a header.
        var end = part.IndexOf(HeaderEnd, StringComparison.Ordinal) is >= 0 and var at ? at + HeaderEnd.Length : part.Length;
        var (head, body) = (part[..end], part[end..]);
        if (Ascii.IsValid(part))
            return Encoded(head, "7bit") + body;
        return head.Contains("message/rfc822", StringComparison.Ordinal)
            ? Encoded(head, "7bit").Replace("message/rfc822", "text/rfc822-headers", StringComparison.Ordinal) + Header(body)
            : Encoded(head, "base64")
                + Convert.ToBase64String(Encoding.Latin1.GetBytes(body), Base64FormattingOptions.InsertLineBreaks);
    }

    private static string Encoded(string head, string how) =>
        head.Replace("Encoding: 8bit", $"Encoding: {how}", StringComparison.Ordinal);

    // RFC 5322 2.2: it should have been ASCII.
    private static string Header(string message)
    {
        var end = message.IndexOf(HeaderEnd, StringComparison.Ordinal);
        return string.Concat((end < 0 ? message : message[..(end + 2)]).Select(c => Ascii.IsValid(c) ? c : '?'));
    }
}
