using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

/// <summary>A parsed line as the tables in fixtures/grammar spell it.</summary>
internal static class Rendered
{
    public static string Parse(ReadOnlySpan<byte> line) => Of(CommandParser.Parse(line));

    public static string Of(Command command) => command switch
    {
        Command.Helo hello => $"HELO {hello.Domain}",
        Command.Ehlo hello => $"EHLO {hello.Domain}",
        Command.Mail mail => $"MAIL {mail.From}{Of(mail.With)}",
        Command.Rcpt rcpt => $"RCPT {rcpt.To}{Of(rcpt.With)}",
        Command.Bdat chunk => $"BDAT {chunk.Octets}{(chunk.IsLast ? " LAST" : "")}",
        Command.Vrfy vrfy => $"VRFY {vrfy.Argument}",
        Command.Auth auth => $"AUTH {auth.Mechanism}{(auth.Response is null ? "" : " " + auth.Response)}",
        Command.Unreadable unreadable => $"{unreadable.Why.Code}",
        _ => command.Keyword,
    };

    private static string Of(MailParameters with) => (with.Size is { } size ? $" SIZE={size}" : "")
        + with.Body switch { BodyKind.EightBit => " BODY=8BITMIME", BodyKind.Binary => " BODY=BINARYMIME", _ => "" }
        + (with.Utf8 ? " SMTPUTF8" : "")
        + (with.RequiresTls ? " REQUIRETLS" : "")
        + (with.Auth is { } auth ? $" AUTH={auth}" : "")
        + (with.Return is { } part ? $" RET={part}" : "") + (with.EnvelopeId is { } id ? $" ENVID={id}" : "");

    private static string Of(RecipientParameters with) => (with.Notify is { } notify ? $" NOTIFY={notify}" : "")
        + (with.Original is { } original ? $" ORCPT={original}" : "");

    /// <summary>What the row expects, as text.</summary>
    public static string Expected(string cell) => System.Text.Encoding.UTF8.GetString(Fixtures.Octets(cell));

    public static void Matches(string expected, string actual, string clause, string input) =>
        Assert.True(Expected(expected) == actual, $"{clause}: {input} is {actual}, not {expected}");
}
