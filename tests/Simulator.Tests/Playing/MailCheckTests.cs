using SmtpSim.Messages;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class MailCheckTests
{
    private const string Send = """
        S: 220
        C: EHLO x
        S: 250
        C: MAIL FROM:<{{run}}@x> SIZE=10 BODY=8BITMIME
        S: 250
        C: RCPT TO:<a@b> NOTIFY=NEVER
        S: 250
        C: RCPT TO:<c@d>
        S: 250
        C: DATA
        S: 354
        @body <<E
        Subject: the {{run}}
          of many
        received: one
        Received: two

        .text
        E
        S: 250

        """;

    [Theory]
    [InlineData("@mail header Subject: the r1 of *", "")]
    [InlineData("@mail header subject: the {mark} of many", "")]
    [InlineData("@mail header Received: two", "")]
    [InlineData("@mail header Received: three", "Received is 'one', 'two'")]
    [InlineData("@mail header From: *", "the message has no header From")]
    [InlineData("@mail envelope from <r1@x> SIZE=10 *", "")]
    [InlineData("@mail envelope rcpt <a@b> NOTIFY=NEVER", "")]
    [InlineData("@mail envelope rcpt <c@d>", "")]
    [InlineData("@mail envelope rcpt <a@b>", "the envelope has '<a@b> NOTIFY=NEVER', '<c@d>'")]
    [InlineData("@mail raw \"\\r\\n\\r\\n.text\\r\\n\"", "")]
    [InlineData("@mail raw \"..text\" within 1s", "the message has no such octets")]
    [InlineData("@mail header Subject: * id r2 within 50ms", "no message with the mark 'r2' arrived; "
        + "'id TEXT' looks for another")]
    [InlineData("@mail content <<E\nSubject: the r1\n  of many\nreceived: one\nReceived: two\n\n.text\nE", "")]
    [InlineData("@mail content <<E\nSubject: the r1\n  of few\nE", "octet 23 of the message is another")]
    public async Task A_script_looks_at_what_the_next_hop_received(string check, string reason)
    {
        var options = Stage.Options with { Mail = new MailStore(TimeProvider.System) };
        await using var server = Stage.Serve("@serve default caps SIZE, DSN, 8BITMIME", null, options);
        var outcome = await Stage.WalkAsync(server.EndPoint, Send + check, new Variables([new("run", "r1")]), options);
        Assert.Equal(reason, outcome.Reason);
    }

    [Theory]
    [InlineData("\nSubject: of the body", "the message has no header Subject")]
    [InlineData("Subject: one  two\n", "")]
    [InlineData("Subject: one two\n", "Subject is 'one two'")]
    [InlineData("Subject: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n",
        "the regular expression runs away: it took longer than a second on this line", "{x:(a+)+}")]
    public async Task A_header_stands_above_the_first_empty_line_as_it_is(string message, string reason, string what = "one  two")
    {
        var options = Stage.Options with { Mail = new MailStore(TimeProvider.System) };
        await using var server = Stage.Serve("@serve default", null, options);
        var outcome = await Stage.WalkAsync(
            server.EndPoint, Send.Replace(Send[Send.IndexOf("Subject", StringComparison.Ordinal)..], $"{message}\nE\nS: 250\n")
                .Replace(" SIZE=10 BODY=8BITMIME", "").Replace(" NOTIFY=NEVER", "")
            + $"@mail header Subject: {what}", new Variables([new("run", "r1")]), options);
        Assert.Equal(reason, outcome.Reason);
    }

    [Theory]
    [InlineData("@bdat all last <<E\nhello\nE", "BDAT 7 LAST\r\nhello\r\n")]
    [InlineData("@bdat 3 <<E\nhello\nE", "BDAT 3\r\nhello\r\n")]
    [InlineData("@bdat 99999 last <<E\n.\nE", "BDAT 99999 LAST\r\n.\r\n")]
    public async Task A_chunk_goes_out_with_its_command(string chunk, string octets)
    {
        Stage.Passed(await Stage.PlayAsync(chunk + "\nS: 250", async peer =>
        {
            Assert.Equal(octets, await peer.ReadAsync());
            await peer.SayAsync("250 ok\r\n");
            await peer.RestAsync();
        }));
    }

    [Fact]
    public async Task A_server_expects_a_chunk()
    {
        await using var server = Stage.Serve("@bdat any\nS: 250 a\n@bdat all last <<E\nhello\nE\nS: 250 b\n");
        Stage.Passed(await Stage.WalkAsync(
            server.EndPoint, "@bdat all <<E\nx\nE\nS: 250 a\n@bdat all last <<E\nhello\nE\nS: 250 b\n"));
    }
}
