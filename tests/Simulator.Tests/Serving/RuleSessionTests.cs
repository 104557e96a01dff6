using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Serving;

public sealed class RuleSessionTests
{
    [Theory]
    [InlineData("@serve default", "EHLO x", "250 sim.example")]
    [InlineData("@on EHLO -> S: 502 no", "EHLO x", "502 no")]
    [InlineData("@on NOOP -> @wait 1ms", "NOOP", "250 2.0.0 Still here")]
    [InlineData("@on NOOP -> S> \"250 \\xff\\r\\n\"", "NOOP", "250 \u00ff")]
    [InlineData("@on VRFY <*> -> S: 550 no\n@on * -> S: 500 else", "VRFY <x>", "550 no")]
    [InlineData("@on VRFY <*> -> S: 550 no\n@on * -> S: 500 else", "VRFY x", "500 else")]
    [InlineData("@on XPLAY <*> -> S: 250 played", "xplay <x>", "250 played")]
    [InlineData("@on XPLAY -> S: 250 played", "XSTOP", "500 5.5.1 Not a command here")]
    [InlineData("@on NOOP times 2..2 -> S: 500", "NOOP", "250 2.0.0 Still here")]
    public async Task A_rule_answers_or_else_the_default(string rules, string command, string reply)
    {
        await using var server = Stage.Serve(rules);
        using var peer = await ConnectedAsync(server);
        Assert.Equal(reply, await peer.AskAsync(command));
    }

    [Fact]
    public async Task A_message_is_kept_with_its_envelope_and_without_its_stuffing()
    {
        await using var server = Stage.Serve("@serve default");
        using var peer = await ConnectedAsync(server);
        Assert.Equal("250 2.0.0 Accepted", await SendMailAsync(peer, "Subject: x\r\n\r\n..dot\r\n...\r\n"));
        Assert.Equal("221 2.0.0 sim.example closing", await peer.AskAsync("QUIT"));
        Assert.Equal("", await peer.RestAsync());
        var mail = Assert.Single(server.Mail.All);
        Assert.Equal("FROM:<a@b>", mail.From);
        Assert.Equal(["TO:<c@d>"], mail.Recipients);
        Assert.Equal("Subject: x\r\n\r\n.dot\r\n..\r\n", mail.Content.Text);
    }

    [Theory]
    [InlineData("@on DOT times 1 -> S: 451 later", "451 later", 1)]
    [InlineData("@on DOT times 1 -> S: 554 never", "554 never", 1)]
    [InlineData("@on DOT times 1 -> S: 250 mine", "250 mine", 2)]
    [InlineData("@on DOT times 1 -> S: 250-a, S: 250 b", "250-a", 2)]
    public async Task Only_accepted_mail_is_counted(string rules, string reply, int count)
    {
        await using var server = Stage.Serve(rules);
        using var peer = await ConnectedAsync(server);
        Assert.Equal(reply, await SendMailAsync(peer, "1\r\n"));
        await peer.AskAsync("RSET");
        await SendMailAsync(peer, "2\r\n");
        await peer.AskAsync("NOOP");
        Assert.Equal(count, server.Mail.All.Count);
    }

    [Fact]
    public async Task A_refused_recipient_is_not_in_the_envelope()
    {
        await using var server = Stage.Serve("@on RCPT <*@full.example> times 1 -> S: 452 4.2.2 full");
        using var peer = await ConnectedAsync(server);
        await peer.AskAsync("EHLO x");
        await peer.AskAsync("MAIL FROM:<>");
        Assert.Equal("452 4.2.2 full", await peer.AskAsync("RCPT TO:<a@full.example>"));
        Assert.Equal("503 5.5.1 RCPT first", await peer.AskAsync("DATA"));
        Assert.Equal("250 2.1.5 Recipient fine", await peer.AskAsync("RCPT TO:<b@full.example>"));
        await peer.AskAsync("DATA");
        await peer.AskAsync("x\r\n.");
        await peer.AskAsync("NOOP");
        Assert.Equal(["TO:<b@full.example>"], Assert.Single(server.Mail.All).Recipients);
    }

    [Theory]
    [InlineData("@on DATA -> S: 451 no", "451 no")]
    [InlineData("@on MAIL -> S: 550 no", "503 5.5.1 MAIL first")]
    public async Task Refused_data_is_no_message(string rules, string reply)
    {
        await using var server = Stage.Serve(rules);
        using var peer = await ConnectedAsync(server);
        foreach (var command in (string[])["EHLO x", "MAIL FROM:<>", "RCPT TO:<a@b>"])
            await peer.AskAsync(command);
        Assert.Equal(reply, await peer.AskAsync("DATA"));
        Assert.Equal("250 2.0.0 Still here", await peer.AskAsync("NOOP"));
        Assert.Empty(server.Mail.All);
    }

    [Theory]
    [InlineData("@on connect 2 -> S: 421 busy, @close", "220,421!,220")]
    [InlineData("@on connect 1..2 -> S: 554 no, @close", "554!,554!,220")]
    [InlineData("@on connect times 1 -> S: 554 no", "554,220,220")]
    public async Task Rules_count_over_connections(string rules, string greetings)
    {
        await using var server = Stage.Serve(rules);
        foreach (var greeting in greetings.Split(','))
        {
            using var peer = await RawPeer.ConnectAsync(server.EndPoint);
            Assert.Equal(greeting[..3], (await peer.LineAsync())[..3]);
            if (greeting.EndsWith('!'))
                Assert.Equal("", await peer.RestAsync());
        }
    }

    private static async Task<RawPeer> ConnectedAsync(FakeServer server)
    {
        var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.LineAsync();
        return peer;
    }

    private static async Task<string> SendMailAsync(RawPeer peer, string content)
    {
        await peer.SayAsync("HELO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n");
        await peer.HearAsync("354 Go on; end with a line of one dot\r\n");
        return await peer.AskAsync(content + ".");
    }

    [Fact]
    public async Task A_rule_inserts_the_servers_values()
    {
        var server = Stage.Serve("@on NOOP -> S: 250 {{who}}", new Variables([new("who", "me")]));
        using var peer = await ConnectedAsync(server);
        await peer.SayAsync("NOOP\r\n");
        Assert.Equal("250 me\r\n", await peer.LineAsync());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Mail_accepted_in_pieces_is_counted()
    {
        await using var server = Stage.Serve("@on DOT -> @chunk 2, S: 250 c");
        using var peer = await ConnectedAsync(server);
        Assert.Equal("250 c", await SendMailAsync(peer, "1\r\n"));
        await peer.AskAsync("NOOP");
        Assert.Single(server.Mail.All);
    }

    [Fact]
    public async Task A_rule_says_what_its_pattern_captured()
    {
        await using var server = Stage.Serve("@on VRFY <{who}@x.example> -> S: 550 5.1.1 No {{who}} here");
        using var peer = await ConnectedAsync(server);
        Assert.Equal("550 5.1.1 No bob here", await peer.AskAsync("VRFY <bob@x.example>"));
        Assert.Equal("550 5.1.1 No eve here", await peer.AskAsync("VRFY <eve@x.example>"));
    }

    // RFC 5321 4.1.1.4: CRLF "." CRLF ends a message and nothing else does; every other octet belongs to it.
    [Theory]
    [InlineData("a\n.\nb\r\n")]
    [InlineData("a\n.\n.\r\n")]
    [InlineData("a\r.\r\nb\n\r\n")]
    [InlineData("\0\xff\r\n")]
    [InlineData("")]
    public async Task A_message_is_kept_to_the_octet(string text)
    {
        await using var server = Stage.Serve("@serve default");
        using var peer = await ConnectedAsync(server);
        Assert.Equal("250 2.0.0 Accepted", await SendMailAsync(peer, text));
        Assert.Equal(text, System.Text.Encoding.Latin1.GetString(Assert.Single(server.Mail.All).Content.Span));
    }

    [Fact]
    public async Task A_line_without_CRLF_is_refused()
    {
        await using var server = Stage.Serve("@serve default");
        using var peer = await ConnectedAsync(server);
        await peer.SayAsync("NOOP\n");
        Assert.Equal("500 5.5.2 A line ends in CRLF, and has no other CR or LF\r\n", await peer.LineAsync());
        Assert.Equal("250 2.0.0 Still here", await peer.AskAsync("NOOP"));
    }

    // Whoever hears the 250 may count at once.
    [Fact]
    public async Task Mail_counts_before_it_is_acknowledged()
    {
        await using var server = Stage.Serve("@serve default");
        using var peer = await ConnectedAsync(server);
        for (var count = 1; count <= 50; count++)
        {
            Assert.Equal("250 2.0.0 Accepted", await SendMailAsync(peer, "x\r\n"));
            Assert.Equal(count, server.Mail.All.Count);
        }
    }

    // What the client cannot have heard is no acknowledgement.
    [Theory]
    [InlineData("@on DOT -> @shutdown write")]
    [InlineData("@on DOT -> @close")]
    [InlineData("@on DOT -> @reset")]
    public async Task Mail_that_is_not_acknowledged_is_not_counted(string rules)
    {
        var server = Stage.Serve(rules);
        using var peer = await ConnectedAsync(server);
        await Assert.ThrowsAnyAsync<Exception>(() => SendMailAsync(peer, "x\r\n"));
        await server.DisposeAsync();
        Assert.Empty(server.Mail.All);
    }

    // The client goes by the first reply.
    [Theory]
    [InlineData("S: 250 2.0.0 taken, S: 421 4.3.2 bye, @close", 1)]
    [InlineData("S> \"2\", S> \"50 taken\\r\\n\", S: 421 bye", 1)]
    [InlineData("S: 250-taken, S: 250 yes", 1)]
    [InlineData("S: 451 later, S: 250 taken", 0)]
    [InlineData("@cut 8, S: 250 taken, S: 451 no", 1)]
    [InlineData("S> \"250 taken\\n\", S: 250 more", 0)]
    public async Task Mail_counts_by_the_first_reply(string says, int count)
    {
        var server = Stage.Serve($"@on DOT -> {says}");
        using var peer = await ConnectedAsync(server);
        await SendMailAsync(peer, "x\r\n");
        await server.DisposeAsync();
        Assert.Equal(count, server.Mail.All.Count);
    }

    [Theory]
    [InlineData("@on VRFY {u}@* -> S: 550 5.1.1 No {{u}} here", "VRFY me@b", "550 5.1.1 No me here")]
    [InlineData("@on NOOP -> S: 250 {{*}} {{+}}", "NOOP", "250 * +")]
    public async Task A_name_of_one_letter_is_a_name(string rule, string command, string reply)
    {
        await using var server = Stage.Serve(rule);
        using var peer = await ConnectedAsync(server);
        Assert.Equal(reply, await peer.AskAsync(command));
    }

    [Fact]
    public async Task In_AUTH_a_line_ends_in_CRLF_too()
    {
        await using var server = Stage.Serve("@serve default caps AUTH PLAIN");
        using var peer = await ConnectedAsync(server);
        Assert.StartsWith("334", await peer.AskAsync("AUTH PLAIN"), StringComparison.Ordinal);
        await peer.SayAsync("AHgAeQ==\n");
        Assert.StartsWith("500", await peer.LineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await peer.AskAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_said_at_last_takes_no_acknowledgement_back()
    {
        await using var server = Stage.Serve("@on DOT -> S: 250 2.0.0 ok, @wait 10ms, S> \"\"");
        using var peer = await ConnectedAsync(server);
        Assert.Equal("250 2.0.0 ok", await SendMailAsync(peer, "x\r\n"));
        Assert.Single(server.Mail.All);
    }

    [Fact]
    public async Task The_word_DOT_ends_no_message()
    {
        await using var server = Stage.Serve("@serve default\n@on DOT times 1 -> S: 451 4.3.0 Later");
        using var peer = await ConnectedAsync(server);
        Assert.Equal("500 5.5.1 Not a command here", await peer.AskAsync("DOT"));
        Assert.Equal("451 4.3.0 Later", await SendMailAsync(peer, "x\r\n"));
    }

    // A transaction's turns begin with it, and what a refused chunk brought is no part of the next message.
    [Theory]
    [InlineData("@on NOOP times 1 per transaction -> S: 451 first", "HELO x|NOOP|MAIL FROM:<>|NOOP|NOOP", "250 451 250 451 250")]
    [InlineData("@on AUTH -> S: 235 in\n@on MAIL anonymous -> S: 530 no",
        "HELO x|MAIL FROM:<>|AUTH X|MAIL FROM:<>", "250 530 235 250")]
    [InlineData("@serve default caps CHUNKING", "HELO x|MAIL FROM:<>|RCPT TO:<a@b>|BDAT 3\r\nabc|DATA", "250 250 250 250 503")]
    [InlineData("@serve default caps CHUNKING", "BDAT 0 FOO|BDAT|BDAT x", "501 501 501")]
    [InlineData("@serve default caps SIZE 10",
        "HELO x|MAIL FROM:<> SIZE=99999999999999999999|MAIL FROM:<> SIZE=a", "250 552 501")]
    [InlineData("@serve default caps SIZE 10, 8BITMIME", "HELO x|MAIL FROM:<> BODY=7BIT SIZE=10", "250 250")]
    [InlineData("@serve default caps SIZE", "HELO x|MAIL FROM:<> SIZE=a|MAIL FROM:<> SIZE=99999999999999999999", "250 501 250")]
    [InlineData("@serve default", "HELO x|QUIT now|NOOP", "250 501 250")]
    [InlineData("@on EHLO times 1 -> S: 250 anything", "EHLO x|MAIL FROM:<> BODY=8BITMIME|EHLO x|MAIL FROM:<> BODY=8BITMIME",
        "250 250 250 555")]
    [InlineData("@serve default caps AUTH PLAIN",
        "HELO x|AUTH PLAIN AHgAeQ==|AUTH PLAIN AHgAeQ==|STARTTLS", "250 235 503 500")]
    [InlineData("@serve default caps AUTH PLAIN", "HELO x|MAIL FROM:<>|AUTH PLAIN AHgAeQ==|RSET|AUTH PLAIN AHgAeQ==",
        "250 250 503 250 235")]
    [InlineData("@serve default caps CHUNKING, BINARYMIME, SIZE",
        "HELO x|MAIL FROM:<> BODY=BINARYMIME SIZE=3|RCPT TO:<a@b>|DATA|BDAT 1\r\na", "250 250 250 503 250")]
    [InlineData("@serve default caps SIZE 10", "HELO x|MAIL FROM:<> SIZE=1 size=2", "250 501")]
    [InlineData("@on RCPT -> S: 250 ok", "HELO x|RCPT TO:<a@b>|DATA", "250 250 503")]
    [InlineData("@on MAIL <b@*> -> S: 250 ok",
        "HELO x|MAIL FROM:<a@b>|RCPT TO:<a@b>|MAIL FROM:<b@b>|DATA", "250 250 250 250 503")]
    // What a rule accepts has happened, whatever the default thinks of it.
    [InlineData("@on MAIL *MINE=* -> S: 250 ok\n@on MAIL state connected -> S: 250 ok",
        "MAIL FROM:<a@b> MINE=1|RCPT TO:<a@b>|RSET|HELO x|MAIL FROM:<a@b> MINE=1|RCPT TO:<a@b>|RSET|MAIL FROM:<a@b> YOURS=1",
        "250 250 250 250 250 250 250 555")]
    [InlineData("@on MAIL -> S: 451 4.3.0 later", "HELO x|MAIL FROM:<a@b> FOO|RCPT TO:<a@b>", "250 451 503")]
    public async Task Commands_are_answered_in_their_order(string rules, string commands, string codes)
    {
        await using var server = Stage.Serve(rules);
        using var peer = await ConnectedAsync(server);
        var said = new List<string>();
        foreach (var command in commands.Split('|'))
        {
            await peer.SayAsync(command.Contains('\n', StringComparison.Ordinal) ? command : command + "\r\n");
            said.Add((await peer.LineAsync())[..3]);
        }
        Assert.Equal(codes, string.Join(' ', said));
    }

    [Theory]
    [InlineData("@serve default caps CHUNKING", "EHLO x|BDAT 5\r\nSTALE|MAIL FROM:<>|RCPT TO:<a@b>|BDAT 3 LAST\r\nnew")]
    [InlineData("@serve default caps CHUNKING\n@on BDAT times 1 -> S: 451 4.3.0 Later",
        "EHLO x|MAIL FROM:<>|RCPT TO:<a@b>|BDAT 5\r\nSTALE|BDAT 3 LAST\r\nold|RSET|MAIL FROM:<>|RCPT TO:<a@b>|"
        + "BDAT 3 LAST\r\nnew")]
    [InlineData("@serve default caps CHUNKING, SIZE 3",
        "EHLO x|MAIL FROM:<>|RCPT TO:<a@b>|BDAT 5\r\nSTALE|BDAT 0 LAST\r\n|RSET|MAIL FROM:<>|RCPT TO:<a@b>|BDAT 3 LAST\r\nnew")]
    public async Task A_refused_chunk_is_no_part_of_a_message(string rules, string commands)
    {
        await using var server = Stage.Serve(rules);
        using var peer = await ConnectedAsync(server);
        foreach (var command in commands.Split('|'))
        {
            await peer.SayAsync(command.Contains('\n', StringComparison.Ordinal) ? command : command + "\r\n");
            for (var line = await peer.LineAsync(); line[3] == '-';)
                line = await peer.LineAsync();
        }
        Assert.Equal("new", Assert.Single(server.Mail.All).Content.Text);
    }

    // RFC 2033 4.2.
    [Fact]
    public async Task In_LMTP_each_accepted_recipient_has_a_reply_behind_the_dot()
    {
        await using var server = Stage.Serve("@serve default\n@on RCPT <no@*> -> S: 550 5.1.1 No");
        using var peer = await ConnectedAsync(server);
        foreach (var command in (string[])["LHLO x", "MAIL FROM:<>", "RCPT TO:<a@b>", "RCPT TO:<no@b>", "RCPT TO:<c@d>", "DATA"])
            await peer.AskAsync(command);
        await peer.SayAsync("x\r\n.\r\n");
        Assert.StartsWith("250", await peer.LineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await peer.LineAsync(), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Still here", await peer.AskAsync("NOOP"));
        Assert.Single(server.Mail.All);
    }

    [Fact]
    public async Task A_QUIT_without_CRLF_ends_nothing()
    {
        await using var server = Stage.Serve("@serve default");
        using var peer = await ConnectedAsync(server);
        await peer.SayAsync("QUIT\n");
        Assert.StartsWith("500", await peer.LineAsync(), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Still here", await peer.AskAsync("NOOP"));
    }

    [Theory]
    [InlineData("@on VRFY <{a:(x+x+)+y}@*> -> S: 550 5.1.1 No", "VRFY <xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx@d>")]
    [InlineData("@on VRFY -> S: 250 {{who*9999999}}", "VRFY x")]
    public async Task A_rule_that_cannot_be_played_fails_the_session_and_nothing_else(string rules, string command)
    {
        var server = Stage.Serve(rules, new Variables([new("who", "somebody")]));
        using var peer = await ConnectedAsync(server);
        await peer.SayAsync(command + "\r\n");
        Assert.Equal("", await peer.RestAsync());
        await server.DisposeAsync();
        Assert.Equal(End.Failed, Assert.Single(server.Outcomes).End);
    }

    // Proved by the client's system, which can put no more on the wire than a small window and its own buffer take.
    [Theory]
    [InlineData("@on connect -> @rcvbuf 4096, S: 220 hi, @read stop", true)]
    [InlineData("@on connect -> S: 220 hi, @read stop, @wait 100ms, @read resume", false)]
    public async Task A_window_that_nobody_reads_closes_until_somebody_does(string rules, bool closes)
    {
        await using var server = Stage.Serve(rules);
        using var peer = await ConnectedAsync(server);
        // Short of the length at which a line without an end is cut off.
        var patience = closes ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(20);
        Assert.Equal(closes, await peer.FillAsync(900_000, patience) < 900_000);
    }
}
