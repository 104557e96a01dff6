using SmtpSim.Serving;

namespace SmtpSim.Tests.Messages;

/// <summary>Mail that a script with lines in order takes counts like any other.</summary>
[Trait("Rows", "SM-08")]
public sealed class TakenMailTests
{
    private const string Greets = "S: 220\nC: EHLO x\nS: 250\n";
    private const string Envelope = "C: MAIL FROM:<a@b> SIZE=3\nS: 250\nC: RCPT TO:<c@d>\nS: 250\nC: RCPT TO:<e@f>\nS: 250\n";
    private const string Asks = "C: DATA\nS: 354\n";
    private const string Says = "@body <<E\n.x\n\ny\nE\n";

    [Theory]
    [InlineData(Asks + "@body any\nS: 250 taken\n", Asks + Says + "S: 250\n")]
    [InlineData("C: DATA now\nS: 354\n@body any\nS: 250 taken\n", "C: DATA now\nS: 354\n" + Says + "S: 250\n")]
    [InlineData(Asks + Says + "S: 250-taken\nS+ 250 it is\n", Asks + Says + "S: 250\n")]
    [InlineData(Asks + "C: ..x\nC:\nC: y\nC: .\nS: 250 taken\n", Asks + Says + "S: 250\n")]
    [InlineData(Asks + "@body any\n@chunk 1\nS: 250 taken\n", Asks + "@chunk 1\n" + Says + "S: 250\n")]
    [InlineData("@bdat any\nS: 250\n@bdat any\nS: 250\n", "@bdat all <<E\n.x\nE\nS: 250\n@bdat all last <<E\n\ny\nE\nS: 250\n")]
    [InlineData("@bdat any\nS: 250\nC: BDAT 0 LAST\nS: 250\n", "@bdat all <<E\n.x\n\ny\nE\nS: 250\nC: BDAT 0 LAST\nS: 250\n")]
    public async Task What_it_accepts_is_kept(string serves, string says)
    {
        await using var server = await PlayedAsync(Greets + Envelope + serves, Greets + Envelope + says);
        var mail = Assert.Single(server.Mail.All);
        Assert.Equal("FROM:<a@b> SIZE=3", mail.From);
        Assert.Equal(["TO:<c@d>", "TO:<e@f>"], mail.Recipients);
        Assert.Equal(".x\r\n\r\ny\r\n", mail.Content.Text);
    }

    [Theory]
    [InlineData("S: 550 no\n", "S: 550\n")]
    [InlineData("S: 451-no\nS+ 451 no\n", "S: 451\n")]
    [InlineData("@cut 5\nS: 250 taken\n", "")]
    [InlineData("S: 451 no\nS: 250 yes\n", "S: 451\nS: 250\n")]
    [InlineData("@close\n", "@eof\n")]
    public async Task What_it_does_not_accept_is_not(string serves, string says)
    {
        await using var server = await PlayedAsync(
            Greets + Envelope + Asks + "@body any\n" + serves, Greets + Envelope + Asks + Says + says);
        Assert.Empty(server.Mail.All);
    }

    [Fact]
    public async Task Each_message_has_its_own_envelope_and_content()
    {
        var second = Envelope.Replace("a@b", "g@h", StringComparison.Ordinal).Replace("C: RCPT TO:<e@f>\nS: 250\n", "") + Asks;
        await using var server = await PlayedAsync(
            Greets + Envelope + Asks + "@body any\nS: 250 one\n" + second + "@body any\nS: 250 two\n",
            Greets + Envelope + Asks + Says + "S: 250\n" + second + "@body <<E\nz\nE\nS: 250\n");
        Assert.Equal(["FROM:<a@b> SIZE=3", "FROM:<g@h> SIZE=3"], server.Mail.All.Select(m => m.From));
        Assert.Equal([2, 1], server.Mail.All.Select(m => m.Recipients.Count));
        Assert.Equal("z\r\n", server.Mail.All[1].Content.Text);
    }

    [Theory]
    [InlineData("C: RCPT TO:<1>\nS: 250\nC: RCPT TO:<2>\nS: 550 no\nC: RCPT TO:<3>\nS: 250\n", "TO:<1> TO:<3>")]
    [InlineData("C: RCPT TO:<1>\nC+ RCPT TO:<2>\nC+ RCPT TO:<3>\nS: 250\nS: 450-no\nS+ 450 no\nS: 250\n", "TO:<1> TO:<3>")]
    [InlineData("C: RCPT TO:<1>\nC+ RCPT TO:<1>\nC+ NOOP\nS: 250\nS: 550\nS: 500\n", "TO:<1>")]
    [InlineData("C: NOOP\nC+ RCPT TO:<1>\nC+ RCPT TO:<2>\nS: 500\nS: 250\nS: 550\n", "TO:<1>")]
    public async Task A_recipient_that_is_refused_is_none(string recipients, string kept)
    {
        var envelope = "C: MAIL FROM:<a@b>\nS: 250\n" + recipients + Asks;
        await using var server = await PlayedAsync(
            Greets + envelope + "@body any\nS: 250 taken\n", Greets + envelope + Says + "S: 250\n");
        Assert.Equal(kept.Split(' '), Assert.Single(server.Mail.All).Recipients);
    }

    [Fact]
    public async Task An_envelope_in_UTF_8_is_one()
    {
        var envelope = Envelope.Replace("a@b", "\u00fc@b", StringComparison.Ordinal) + Asks;
        await using var server = await PlayedAsync(
            Greets + envelope + "@body any\nS: 250\n", Greets + envelope + Says + "S: 250\n");
        Assert.Equal("FROM:<\u00fc@b> SIZE=3", Assert.Single(server.Mail.All).From);
    }

    private const string Smuggles = "C> \"hello\\n.\\nRSET\\r\\nMAIL FROM:<evil>\\r\\n.\\r\\r\\n\\n.\\r\\nend\\r\\n.\\r\\n\"\n";

    // RFC 5321 4.1.1.4: nothing but CRLF.CRLF ends it.
    [Fact]
    public async Task A_bare_line_feed_ends_no_message()
    {
        await using var server = await PlayedAsync(
            Greets + Envelope + Asks + "@body any\nS: 250\n", Greets + Envelope + Asks + Smuggles + "S: 250\n");
        var mail = Assert.Single(server.Mail.All);
        Assert.Equal("FROM:<a@b> SIZE=3", mail.From);
        Assert.Equal("hello\n.\nRSET\r\nMAIL FROM:<evil>\r\n\r\r\n\n.\r\nend\r\n", mail.Content.Text);
    }

    [Theory]
    [InlineData("S: 250\nS: 250\nS: 554\n", 0)]
    [InlineData("S: 250\nS: 550\nS: 250\n", 1)]
    [InlineData("S: 250\nS: 250\nS: 250\n", 1)]
    public async Task The_reply_to_the_chunk_decides_however_much_was_pipelined(string replies, int kept)
    {
        const string Piped = "C: MAIL FROM:<a@b>\nC+ RCPT TO:<1>\nC+ BDAT 3 LAST\nC+ x\n";
        await using var server = await PlayedAsync(
            "S: 220\nC: MAIL *\nC: RCPT *\n@bdat any\n" + replies, "S: 220\n" + Piped + replies);
        Assert.Equal(kept, server.Mail.All.Count);
    }

    [Fact]
    public async Task What_is_pipelined_behind_a_chunk_is_the_next_message()
    {
        const string Two = "C: MAIL FROM:<1>\nC+ RCPT TO:<a>\nC+ BDAT 3 LAST\nC+ x\n"
            + "C+ MAIL FROM:<2>\nC+ RCPT TO:<b>\nC+ BDAT 3 LAST\nC+ y\n";
        const string Takes = "C: MAIL *\nC: RCPT *\n@bdat any\n";
        var replies = string.Concat(Enumerable.Repeat("S: 250\n", 6));
        await using var server = await PlayedAsync("S: 220\n" + Takes + Takes + replies, "S: 220\n" + Two + replies);
        Assert.Equal(["FROM:<1> TO:<a> x\r\n", "FROM:<2> TO:<b> y\r\n"],
            server.Mail.All.Select(m => $"{m.From} {m.Recipients[0]} {m.Content.Text}"));
    }

    [Theory]
    [InlineData("S: 250\nS: 250\nC: QUIT\nS: 554\nS: 221\n", "S: 250\nS: 250\nS: 554\nS: 221\n", 0)]
    [InlineData("S: 250\nS: 550\nC: QUIT\nS: 250\nS: 221\n", "S: 250\nS: 550\nS: 250\nS: 221\n", 1)]
    public async Task A_command_between_the_replies_changes_nothing(string serves, string hears, int kept)
    {
        const string Piped = "C: MAIL FROM:<a@b>\nC+ RCPT TO:<1>\nC+ BDAT 3 LAST\nC+ x\nC+ QUIT\n";
        await using var server = await PlayedAsync(
            "S: 220\nC: MAIL *\nC: RCPT *\n@bdat any\n" + serves, "S: 220\n" + Piped + hears);
        Assert.Equal(kept, server.Mail.All.Count);
    }

    // Which of them it stands for cannot be known of a chunk; 354 shows it.
    [Theory]
    [InlineData("@bdat any\n", "@bdat all last <<E\nx\nE\n", "S: 250\n", 0)]
    [InlineData("@bdat any\n", "@bdat all last <<E\nx\nE\n", "S: 554\nC: QUIT\nS: 221\n", 0)]
    [InlineData(Asks + "@body any\n", Asks + Says, "S: 250\n", 1)]
    [InlineData(Asks + "@body any\n", Asks + Says, "S: 554\nC: QUIT\nS: 221\n", 0)]
    public async Task Behind_a_command_without_a_reply_nothing_is_taken_that_may_be_refused(
        string takes, string says, string replies, int kept)
    {
        const string Before = "S: 220\nC: NOOP\nC: NOOP\nC: MAIL FROM:<a@b>\nS: 250\nC: RCPT TO:<1>\nS: 250\n";
        await using var server = await PlayedAsync(Before + takes + replies, Before + says + replies);
        Assert.Equal(kept, server.Mail.All.Count);
    }

    // A server that goes away before it has answered to the content has accepted nothing.
    [Theory]
    [InlineData("S: 250\n@reset\n")]
    [InlineData("S: 250\nS: 550\n@close\n")]
    [InlineData("S: 250\nS: 250\n@close\n")]
    [InlineData("S: 250\nS: 250\n@cut 5\nS: 250 taken\n")]
    [InlineData("S: 250\nS: 250\nS: 421 no more\n@close\n")]
    [InlineData("S: 250\nC: NOOP\n")]
    public async Task Without_a_reply_of_its_own_no_message_is_taken(string serves)
    {
        await using var server = Stage.Serve("S: 220\nC: MAIL *\nC: RCPT *\n@bdat any\n" + serves);
        await Stage.WalkAsync(
            server.EndPoint, "S: 220\nC: MAIL FROM:<a@b>\nC+ RCPT TO:<1>\nC+ BDAT 3 LAST\nC+ x\nC+ VRFY\nS: 250\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Empty(server.Mail.All);
    }

    [Theory]
    [InlineData("C: MAIL FROM:<evil@b>\nS: 503\n")]
    [InlineData("C: RSET\nS: 501\n")]
    [InlineData("C: EHLO y\nS: 501\n")]
    [InlineData("C: STARTTLS\nS: 454\n")]
    [InlineData("C: MAIL FROM:<evil@b>\nC+ RCPT TO:<1>\nC+ RSET\nS: 503\nS: 550\nS: 500\n")]
    public async Task What_is_refused_changes_nothing(string refused)
    {
        await using var server = await PlayedAsync(
            Greets + Envelope + refused + Asks + "@body any\nS: 250\n", Greets + Envelope + refused + Asks + Says + "S: 250\n");
        var mail = Assert.Single(server.Mail.All);
        Assert.Equal("FROM:<a@b> SIZE=3 TO:<c@d> TO:<e@f>", $"{mail.From} {string.Join(' ', mail.Recipients)}");
    }

    [Theory]
    [InlineData("C: RSET\nS: 250\n")]
    [InlineData("C: EHLO y\nS: 250\n")]
    public async Task What_is_taken_ends_what_was_begun(string taken)
    {
        await using var server = await PlayedAsync(
            Greets + Envelope + taken + Asks + "@body any\nS: 250\n", Greets + Envelope + taken + Asks + Says + "S: 250\n");
        Assert.Empty(server.Mail.All);
    }

    // RFC 3030 2: what is accepted before it has come is not there.
    [Theory]
    [InlineData("BDAT 3 LAST", 0)]
    [InlineData("BDAT 0 LAST", 1)]
    public async Task A_chunk_that_has_not_come_is_none(string chunk, int kept)
    {
        await using var server = await PlayedAsync(
            Greets + Envelope + $"C: {chunk}\nS: 250\n", Greets + Envelope + $"C: {chunk}\nS: 250\n");
        Assert.Equal(kept, server.Mail.All.Count);
    }

    // RFC 3030 2.
    [Fact]
    public async Task A_chunk_that_is_refused_is_no_part_of_it()
    {
        await using var server = await PlayedAsync(
            Greets + Envelope + "@bdat any\nS: 250\n@bdat any\nS: 452\n@bdat any\nS: 250\n",
            Greets + Envelope + "@bdat all <<E\na\nE\nS: 250\n@bdat all <<E\nb\nE\nS: 452\n@bdat all last <<E\nc\nE\nS: 250\n");
        Assert.Equal("a\r\nc\r\n", Assert.Single(server.Mail.All).Content.Text);
    }

    [Fact]
    public async Task One_reply_in_LMTP_is_better_than_none()
    {
        const string Lmtp = "S: 220\nC: LHLO x\nS: 250\nC: MAIL FROM:<>\nS: 250\n"
            + "C: RCPT TO:<1>\nS: 250\nC: RCPT TO:<2>\nS: 250\n" + Asks;
        await using var server = await PlayedAsync(
            Lmtp + "@body any\nS: 250\nC: QUIT\nS: 221\n", Lmtp + Says + "S: 250\nC: QUIT\nS: 221\n");
        Assert.Equal(["TO:<1>"], Assert.Single(server.Mail.All).Recipients);
    }

    // 354 shows that it has had all that it gets.
    [Fact]
    public async Task A_message_in_LMTP_with_too_few_replies_costs_the_next_nothing()
    {
        var first = "S: 220\nC: LHLO x\nS: 250\nC: MAIL FROM:<a>\nS: 250\n"
            + string.Concat(Enumerable.Range(1, 5).Select(i => $"C: RCPT TO:<{i}>\nS: 250\n"));
        const string Next = "C: MAIL FROM:<b>\nS: 250\nC: RCPT TO:<6>\nS: 250\n";
        await using var server = await PlayedAsync(
            first + Asks + "@body any\nS: 250\n" + Next + Asks + "@body any\nS: 250\n",
            first + Asks + Says + "S: 250\n" + Next + Asks + "@body <<E\nz\nE\nS: 250\n");
        Assert.Equal(["FROM:<a> .x\r\n\r\ny\r\n", "FROM:<b> z\r\n"], server.Mail.All.Select(m => $"{m.From} {m.Content.Text}"));
        Assert.Equal(["TO:<6>"], server.Mail.All[1].Recipients);
    }

    // RFC 2033 4.2: a reply for each recipient that was taken.
    [Theory]
    [InlineData("S: 550\nS: 250\n", "TO:<3>")]
    [InlineData("S: 250\nS: 450\n", "TO:<1>")]
    [InlineData("S: 250\nS: 250\n", "TO:<1> TO:<3>")]
    [InlineData("S: 550\nS: 550\n", "")]
    public async Task In_LMTP_each_recipient_has_a_reply(string replies, string kept)
    {
        const string Lmtp = "S: 220\nC: LHLO x\nS: 250\nC: MAIL FROM:<>\nS: 250\nC: RCPT TO:<1>\nS: 250\nC: RCPT TO:<2>\nS: 550\n"
            + "C: RCPT TO:<3>\nS: 250\n" + Asks;
        await using var server = await PlayedAsync(Lmtp + "@body any\n" + replies, Lmtp + Says + replies);
        Assert.Equal(kept, string.Join(' ', server.Mail.All.SelectMany(m => m.Recipients)));
    }

    [Fact]
    public async Task The_replies_to_one_message_are_not_those_to_what_is_pipelined_behind_it()
    {
        const string First = "S: 220\nC: LHLO x\nS: 250\nC: MAIL FROM:<a>\nS: 250\n"
            + "C: RCPT TO:<1>\nS: 250\nC: RCPT TO:<2>\nS: 250\n" + Asks;
        const string Behind = "C: NOOP\nC+ MAIL FROM:<b>\nC+ RCPT TO:<x>\nC+ RCPT TO:<y>\n";
        const string Replies = "S: 250\nS: 250\nS: 500\nS: 250\nS: 550\nS: 250\n" + Asks;
        await using var server = await PlayedAsync(
            First + "@body any\n" + Behind + Replies + "@body any\nS: 250\n",
            First + Says + Behind + Replies + Says + "S: 250\n");
        Assert.Equal(["FROM:<a> TO:<1> TO:<2>", "FROM:<b> TO:<y>"],
            server.Mail.All.Select(m => $"{m.From} {string.Join(' ', m.Recipients)}"));
    }

    [Fact]
    public async Task The_replies_to_one_message_do_not_end_a_chunk_that_is_pipelined_behind_it()
    {
        const string First = "S: 220\nC: LHLO x\nS: 250\nC: MAIL FROM:<a>\nS: 250\n"
            + "C: RCPT TO:<1>\nS: 250\nC: RCPT TO:<2>\nS: 250\n" + Asks;
        const string Behind = "C: MAIL FROM:<b>\nC+ RCPT TO:<x>\nC+ BDAT 5 LAST\n";
        const string Replies = "S: 250\nS: 250\nS: 250\nS: 250\n";
        await using var server = await PlayedAsync(
            First + "@body any\n" + Behind + "C> \"ab\"\n" + Replies + "C> \"cde\"\nS: 250\n",
            First + Says + Behind + "C> \"ab\"\n" + Replies + "C> \"cde\"\nS: 250\n");
        Assert.Equal(["FROM:<a> .x\r\n\r\ny\r\n", "FROM:<b> abcde"], server.Mail.All.Select(m => $"{m.From} {m.Content.Text}"));
    }

    [Fact]
    public async Task To_be_told_twice_to_go_ahead_changes_nothing()
    {
        const string Twice = Greets + Envelope + Asks + "S: 354\n";
        await using var server = await PlayedAsync(Twice + "@body any\nS: 250\n", Twice + Says + "S: 250\n");
        Assert.Equal(".x\r\n\r\ny\r\n", Assert.Single(server.Mail.All).Content.Text);
    }

    [Fact]
    public async Task What_is_kept_does_not_grow()
    {
        const string Refused = "C: DATA\nS: 503\n";
        const string Unasked = "S: 354\nC: QUIT\nS: 221\n";
        await using var server = await PlayedAsync(
            Greets + Refused + Envelope + "@bdat any\nS: 250\n" + Unasked,
            Greets + Refused + Envelope + "@bdat all last <<E\nx\nE\nS: 250\n" + Unasked);
        Assert.Equal("x\r\n", Assert.Single(server.Mail.All).Content.Text);
    }

    // What a client says before the greeting has its reply behind it.
    [Fact]
    public async Task The_greeting_is_no_reply()
    {
        const string Early = "C: MAIL FROM:<a@b>\nC+ RCPT TO:<1>\nC+ RCPT TO:<2>\nS: 220\nS: 250\nS: 550\nS: 250\n" + Asks;
        await using var server = await PlayedAsync(Early + "@body any\nS: 250\n", Early + Says + "S: 250\n");
        Assert.Equal(["TO:<2>"], Assert.Single(server.Mail.All).Recipients);
    }

    private static async Task<FakeServer> PlayedAsync(string serves, string says)
    {
        var server = Stage.Serve(serves);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, says));
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        return server;
    }
}
