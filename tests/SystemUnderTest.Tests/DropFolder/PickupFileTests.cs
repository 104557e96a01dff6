using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmtpGate.DropFolder;

namespace SmtpGate.Tests.DropFolder;

public sealed class PickupFileTests
{
    private const string Whole =
        "x-sender: a@b.example\r\nx-receiver: joe@d.example\r\nX-Receiver: <jim@d.example>\r\n"
        + "From: a@b.example\r\nBcc: secret@d.example,\r\n other@d.example\r\nTo: list@d.example\r\n\r\nhello\r\n";

    private static readonly string[] Words =
    [
        "x-sender:", "x-receiver:", "From:", "To:", "Bcc:", "a@b.example", "<", ">", ",", ";", "\"",
        "\r\n", "\n", "\r", "\0", "\\",
        " ", "\u00ff",
    ];

    [Fact]
    [Trait("Rows", "RL-15")]
    public async Task The_lines_on_top_are_the_envelope_and_no_part_of_the_message()
    {
        var (message, problem) = await ReadAsync(Whole);
        Assert.Null(problem);
        Assert.Equal("<a@b.example>", message!.From.ToString());
        Assert.Equal(["joe@d.example", "jim@d.example"], message.To.Select(t => $"{t}"));
        Assert.Equal("From: a@b.example\r\nTo: list@d.example\r\n", Encoding.UTF8.GetString(message.Header.Span));
        Assert.Equal("\r\nhello\r\n", Whole[(int)message.Body..]);
        Assert.False(message.IsDated || message.IsNamed || message.IsEightBit);
    }

    [Theory]
    [Trait("Rows", "RL-15")]
    [InlineData("From: A <a@b.example>\nTo: J <joe@d.example>,\n \"x, y\" <jim@d.example>\n\nhello", "<a@b.example>", 2)]
    [InlineData("From: a@b.example, c@b.example\nSender: s@b.example\nCc: joe@d.example\n\n", "<s@b.example>", 1)]
    [InlineData("From: a@b.example\nTo: joe@d.example\nBcc: joe@d.example, jim@d.example", "<a@b.example>", 2)]
    [InlineData("x-sender: <>\nx-receiver: joe@d.example\n\nhello", "<>", 1)]
    [InlineData("x-sender: <>\nx-receiver: joe@d.example\nx-receiver: joe@D.Example\nx-receiver: Joe@d.example\n", "<>", 2)]
    [InlineData("x-sender: <>\nx-receiver: joe@B\u00FCcher.example\nx-receiver: joe@xn--bcher-kva.example", "<>", 1)]
    [InlineData("\uFEFFx-sender: a@b.example\nx-receiver: joe@d.example\n\n", "<a@b.example>", 1)]
    [InlineData("x-sender: a@b.example\nx-receiver: Postmaster\n\n", "<a@b.example>", 1)]
    [InlineData("From: a@b.example\nTo: nobody-shown:;\nBcc: joe@d.example\nBcc: jim@d.example\n\n", "<a@b.example>", 2)]
    [InlineData("x-sender:\r\nx-receiver: joe@d.example\r\n\r\nhello", "<>", 1)]
    [InlineData("From: a@b.example\nTo: us: joe@d.example, Jim <jim@d.example>;, x@d.example\n\n", "<a@b.example>", 3)]
    [InlineData("From: \"A: B; C\" <a@b.example>\nTo: \"x, \\\", y:\" (a, (b:) c;) <joe@d.example>;\n\n", "<a@b.example>", 1)]
    [InlineData("From: a@b.example\nTo: joe@[IPv6:2001:db8::1], , nobody:;, \"a:b\"@d.example\n\n", "<a@b.example>", 2)]
    public async Task Without_them_the_header_says_whom_it_is_from_and_to(string text, string from, int recipients)
    {
        var (message, problem) = await ReadAsync(text);
        Assert.Null(problem);
        Assert.Equal(from, message!.From.ToString());
        Assert.Equal(recipients, message.To.Count);
    }

    [Theory]
    [Trait("Rows", "SEC-INJ-03")]
    [InlineData("hello", "nobody is named whom it is to")]
    [InlineData("\0\u0001\u0002", "nobody is named whom it is to")]
    [InlineData("x-receiver: joe@d.example\r\nFrom: a@b.example\r\n\r\n", "whom it is from, for there is no x-sender: ")]
    [InlineData("x-sender: a@b.example\r\nTo: joe@d.example\r\n\r\n", "whom it is to, for there is no x-receiver: ")]
    [InlineData("x-sender: a@b.example\r\nx-receiver: joe\r\n", "'joe' is no mailbox that it could be to")]
    [InlineData("x-sender: a b@b.example\r\nx-receiver: joe@d.example\r\n", "'a b@b.example' is no mailbox")]
    [InlineData("x-sender: a@b.example\r\nx-receiver: joe@d.example>\rRCPT TO:<x@y\r\n", "is no mailbox that it could be to")]
    [InlineData("x-sender: a@b.example\r\nx-receiver: j\0oe@d.example\r\n", "'j?oe@d.example' is no mailbox")]
    [InlineData("From: a@b.example\nTo: undisclosed-recipients:;\n\n", "nobody is named whom it is to")]
    [InlineData("From: a@b.example\nTo: us: joe@d.example, Jim;\n\n", "'Jim' is no mailbox that it could be to")]
    [InlineData("From: a@b.example\nTo: joe@d.example\nx-receiver: jim@d.example\n\n", "further down")]
    [InlineData("x-sender: a@b.example\nx-receiver: j\u00ff\uFFFDe@d.example\n", "is no mailbox")]
    public async Task What_nobody_can_send_is_named(string text, string problem)
    {
        var (message, why) = await ReadAsync(text);
        Assert.Null(message);
        Assert.Contains(problem, why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_it_is_cut_off_it_is_a_message_or_there_is_a_reason()
    {
        for (var length = 0; length <= Whole.Length; length++)
        {
            var (message, problem) = await ReadAsync(Whole[..length]);
            Assert.True(message is null != problem is null, $"{length} octets");
        }
    }

    [Fact]
    public void Whatever_it_holds_nothing_is_thrown_and_no_address_has_a_line_end() => Prop.ForAll(
        Gen.Elements(Words).ArrayOf().ToArbitrary(),
        words =>
        {
            var octets = Encoding.Latin1.GetBytes(string.Concat(words));
            var (message, problem) = PickupFile.ReadAsync(new MemoryStream(octets), default).GetAwaiter().GetResult();
            return message is null
                ? problem!.Length > 0
                : message.To.Append(message.From.Mailbox).All(m => m is null || !m.ToString().Any(char.IsControl));
        }).QuickCheckThrowOnFailure();

    private static Task<(PickupFile? Message, string? Problem)> ReadAsync(string text) =>
        PickupFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);
}
