using System.Buffers;
using System.Globalization;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>A line to a command, or to the reply it earns. Takes any octets; never throws.</summary>
public static class CommandParser
{
    private static readonly SearchValues<byte> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        Enumerable.Range(0, 32).Append(127).Select(i => (byte)i).Where(b => b != '\t').ToArray());

    private static readonly SearchValues<byte> MechanismCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"u8);

    // Verbs of the standard and its extensions that the gateway knows of but does not offer (RFC 5321 4.2.4: 502).
    private static readonly string[] NotOffered =
        ["EXPN", "TURN", "SEND", "SOML", "SAML", "ETRN", "ATRN", "BURL"];

    /// <param name="line">Without its CRLF.</param>
    public static Command Parse(ReadOnlySpan<byte> line)
    {
        // RFC 5321 4.1.1: white space before the CRLF is tolerated.
        line = line.TrimEnd(" \t"u8);
        var end = line.IndexOf((byte)' ');
        var verb = end < 0 ? line : line[..end];
        if (verb.ContainsAnyExcept(Letters) || verb.IsEmpty)
            return new Command.Unreadable("", verb.ContainsAny(Controls) ? Replies.BadOctets : Replies.Unknown);
        var keyword = Encoding.ASCII.GetString(verb).ToUpperInvariant();
        var argument = end < 0 ? [] : line[(end + 1)..];
        return argument.ContainsAny(Controls)
            ? new Command.Unreadable(keyword, Replies.BadArgumentOctets)
            : Known(keyword, argument);
    }

    private static Command Known(string keyword, ReadOnlySpan<byte> argument) => keyword switch
    {
        "HELO" or "EHLO" => Hello(keyword, argument),
        "MAIL" => Mail(argument),
        "RCPT" => Rcpt(argument),
        "DATA" => Bare(argument, new Command.Data()),
        "BDAT" => Chunk(argument),
        "RSET" => Bare(argument, new Command.Rset()),
        "QUIT" => Bare(argument, new Command.Quit()),
        // RFC 5321 4.1.1.9: an argument of NOOP is ignored.
        "NOOP" => new Command.Noop(),
        "HELP" => new Command.Help(),
        "VRFY" => Vrfy(argument),
        "STARTTLS" => Bare(argument, new Command.StartTls()),
        "AUTH" => Auth(argument),
        _ => new Command.Unreadable(keyword, NotOffered.Contains(keyword) ? Replies.NotImplemented : Replies.Unknown),
    };

    private static Command Bare(ReadOnlySpan<byte> argument, Command command) =>
        argument.Trim(" \t"u8).IsEmpty ? command : new Command.Unreadable(command.Keyword, Replies.NoArgument);

    // helo = "HELO" SP Domain; ehlo = "EHLO" SP ( Domain / address-literal ); a literal behind HELO is common and clear
    private static Command Hello(string keyword, ReadOnlySpan<byte> argument)
    {
        if (DomainParser.Whole(argument.TrimStart((byte)' ')) is not { } domain || domain.Any(c => c > 127))
            return new Command.Unreadable(keyword, Replies.BadDomain);
        return keyword == "EHLO" ? new Command.Ehlo(domain) : new Command.Helo(domain);
    }

    // mail = "MAIL FROM:" Reverse-path [SP Mail-parameters]
    private static Command Mail(ReadOnlySpan<byte> argument)
    {
        var cursor = new Cursor(argument);
        if (!cursor.TakeWord("FROM:"u8))
            return new Command.Unreadable("MAIL", Replies.BadMail);
        SkipSpaces(ref cursor);
        if (MailboxParser.ReversePath(ref cursor) is not { } from)
            return new Command.Unreadable("MAIL", Replies.BadSender);
        if (ParameterParser.All(ref cursor) is not { } parameters)
            return new Command.Unreadable("MAIL", Replies.BadParameter);
        if (ParameterParser.Mail(parameters, out var with) is { } wrong)
            return new Command.Unreadable("MAIL", wrong);
        return from.Mailbox is { IsInternational: true } && !with.Utf8
            ? new Command.Unreadable("MAIL", Replies.Utf8Needed)
            : new Command.Mail(from, with);
    }

    // rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters]
    private static Command Rcpt(ReadOnlySpan<byte> argument)
    {
        var cursor = new Cursor(argument);
        if (!cursor.TakeWord("TO:"u8))
            return new Command.Unreadable("RCPT", Replies.BadRcpt);
        SkipSpaces(ref cursor);
        if (MailboxParser.ForwardPath(ref cursor) is not { } to)
            return new Command.Unreadable("RCPT", Replies.BadRecipient);
        if (ParameterParser.All(ref cursor) is not { } parameters)
            return new Command.Unreadable("RCPT", Replies.BadParameter);
        return ReportParameters.Recipient(parameters, out var with) is { } wrong
            ? new Command.Unreadable("RCPT", wrong)
            : new Command.Rcpt(to) { With = with };
    }

    // bdat-cmd = "BDAT" SP chunk-size [SP "LAST"]; chunk-size = 1*DIGIT
    private static Command Chunk(ReadOnlySpan<byte> argument)
    {
        argument = argument.Trim((byte)' ');
        var end = argument.IndexOf((byte)' ');
        var size = end < 0 ? argument : argument[..end];
        var marker = argument[size.Length..].TrimStart((byte)' ');
        var isLast = Ascii.EqualsIgnoreCase(marker, "LAST"u8);
        return (marker.IsEmpty || isLast) && ulong.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            ? new Command.Bdat(octets, isLast)
            : new Command.Unreadable("BDAT", Replies.BadChunk);
    }

    // auth-command = "AUTH" SP sasl-mech [SP initial-response] *(CRLF [base64]); mechanism: RFC 4422 3.1
    private static Command Auth(ReadOnlySpan<byte> argument)
    {
        argument = argument.Trim((byte)' ');
        var end = argument.IndexOf((byte)' ');
        var mechanism = end < 0 ? argument : argument[..end];
        if (mechanism.IsEmpty || mechanism.Length > 20 || mechanism.ContainsAnyExcept(MechanismCharacters))
            return new Command.Unreadable("AUTH", Replies.BadAuth);
        var response = end < 0 ? null : Encoding.Latin1.GetString(argument[(end + 1)..].TrimStart((byte)' '));
        return new Command.Auth(Encoding.ASCII.GetString(mechanism).ToUpperInvariant(), response);
    }

    private static Command Vrfy(ReadOnlySpan<byte> argument) => argument.Trim((byte)' ').IsEmpty
        ? new Command.Unreadable("VRFY", Replies.ArgumentNeeded)
        : new Command.Vrfy(Encoding.UTF8.GetString(argument));

    // RFC 5321 3.3 allows no space here; many clients put one, and nothing else could be meant.
    private static void SkipSpaces(ref Cursor cursor)
    {
        while (cursor.Take(' '))
        {
            // One or more.
        }
    }
}
