using SmtpSim.Playing;
using SmtpSim.Recording;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Recording;

[Trait("Rows", "SM-09")]
public sealed class ReplayingTests
{
    private const string Recording = """
        [+0.000000] S: 220 mx.example ESMTP of Saturday
        [+0.001000] C: EHLO client.example
        [+0.002000] S: 250-mx.example
        [+0.002000] S+ 250 SIZE 1000
        [+0.003000] C: MAIL FROM:<a@b>
        [+0.004000] S: 250 2.1.0 queue id 4711
        [+0.005000] C: DATA
        [+0.006000] S: 354 go
        [+0.007000] C: Subject: x
        [+0.007000] C+ .
        [+0.160000] S: 250 2.0.0 queued as 4711
        [+0.161000] C: QUIT
        [+0.162000] S: 221 bye

        """;

    [Fact]
    public void A_client_expects_codes() => Assert.Equal(
        ["220", "250", "250 2.1.0", "354", "250 2.0.0", "221"], Texts(Role.Client, Speaker.Server));

    [Fact]
    public void A_server_expects_keywords_and_a_message()
    {
        Assert.Equal(["EHLO *", "MAIL *", "DATA", "QUIT"], Texts(Role.Server, Speaker.Client));
        Assert.Contains(Loosened(Role.Server).Steps, s => s is Directive { Word: "body" });
    }

    [Fact]
    public void Whoever_plays_it_again_has_a_secret_of_its_own()
    {
        var recording = Stage.Source("S: 220 x\nC: AUTH LOGIN {{secret1}}\nS: 334 UGFzc3dvcmQ6\nC: {{secret2}}\nS: 235 ok\n");
        var steps = Replaying.Loosened(recording.Transcript, Role.Server).Steps;
        Assert.Equal(["AUTH *", "*"], steps.OfType<Line>().Where(l => l.Speaker == Speaker.Client).Select(l => l.Text));
    }

    [Fact]
    public void A_message_in_whatever_pieces_is_one_that_is_waited_for()
    {
        var recording = Recording.Replace(
            "[+0.007000] C: Subject: x\n[+0.007000] C+ .", "[+0.007000] C> \"odd \\r\\n.\\r\\n\"", StringComparison.Ordinal);
        Assert.NotEqual(Recording, recording);
        var steps = Replaying.Loosened(Stage.Source(recording).Transcript, Role.Server).Steps;
        Assert.Equal(
            ["S: 354 go", "@body any", "S: 250 2.0.0 queued as 4711", "C: QUIT", "S: 221 bye"],
            steps.TakeLast(5).Select(s => TranscriptWriter.Show((Event)s with { Stamp = null })));
    }

    // What follows a message is read as what it is; no line of content is a command.
    [Theory]
    [InlineData("C: BDAT 500\nC+ NOOP\nC+ .\nS: 250 taken\nC: RSET\nS: 250\nC: VRFY b\nS: 252 b\n",
        "@body any|S: 250 taken|C: RSET|S: 250|C: VRFY *|S: 252 b")]
    [InlineData("C: x\nC+ .\nS: 250\nC> \"BDAT 5000\\r\\nhello\"\nS: 552\nC: RSET\nS: 250\n",
        "@body any|S: 250|C> \"BDAT 5000\\r\\nhello\"|S: 552|C: RSET|S: 250")]
    [InlineData("C> \"x\\r\\n.\\r\"\nC> \"\\nMAIL FROM:<a>\\r\\nQU\"\nS: 250\nS: 250\nC> \"IT\\r\\n\"\nS: 221\n",
        "@body any|C: MAIL *|S: 250|S: 250|C: QUIT|S: 221")]
    [InlineData("C> \"x\\n.\\n\"\nS: 250\nC: QUIT\nS: 221\n", "C> \"x\\n.\\n\"|S: 250|C: QUIT|S: 221")]
    [InlineData("C: .\nS: 250\nC: QUIT\nS: 221\n", "@body any|S: 250|C: QUIT|S: 221")]
    [InlineData("C: x\nS: 552 enough\nC: QUIT\nS: 221\n", "C> \"x\\r\\n\"|S: 552 enough|C: QUIT|S: 221")]
    [InlineData("C: x\nS: 552 enough\nC: y z\nC+ .\nS: 554\n", "C> \"x\\r\\n\"|S: 552 enough|C: y *|C+ .|S: 554")]
    [InlineData("C: x\n@eof\nS: 451\n", "C> \"x\\r\\n\"|@eof|S: 451")]
    [InlineData("C: x\n@shutdown write\nS: 421\n", "C> \"x\\r\\n\"|@shutdown write|S: 421")]
    [InlineData("C: x {{name}}\nS: 421\n", "@body any|S: 421")]
    public void Behind_a_message_commands_begin_again(string said, string expected) =>
        Assert.Equal($"C: DATA|S: 354|{expected}", Loosened($"C: DATA\nS: 354\n{said}"));

    [Theory]
    [InlineData("C: DATA\nC+ x\nC+ .\nC+ QUIT\nS: 354\nS: 250\nS: 221\n", "C: DATA|S: 354|@body any|C+ QUIT|S: 250|S: 221")]
    [InlineData("C: DATA now\nC+ x\nC+ .\nS: 354\nS: 250\n", "C: DATA *|S: 354|@body any|S: 250")]
    [InlineData("C: DATA now\nC+ x\nC+ .\nS: 501\nS: 500\nS: 500\n", "C: DATA *|S: 501|C+ x|C+ .|S: 500|S: 500")]
    [InlineData("C: DATA\nC+ x\nC+ .\nS: 503\nS: 500\nS: 500\n", "C: DATA|S: 503|C+ x|C+ .|S: 500|S: 500")]
    [InlineData("C: RCPT <x>\nC+ RCPT <y>\nC+ DATA\nC+ Hi\nC+ .\nC+ QUIT\nS: 550\nS: 250\nS: 354\nS: 250\nS: 221\n",
        "C: RCPT *|C: RCPT *|C+ DATA|S: 550|S: 250|S: 354|@body any|C+ QUIT|S: 250|S: 221")]
    [InlineData("C: RCPT <x>\nC+ DATA\nS: 550\nS: 503\nC: RSET\nS: 250\n", "C: RCPT *|C+ DATA|S: 550|S: 503|C: RSET|S: 250")]
    [InlineData("C: AUTH PLAIN {{secret1}}\nS: 535 {{secret1}} is wrong\nC: DATA\nS: 503\nC: RSET\nS: 250\n",
        "C: AUTH *|S: 535 {{secret1}} is wrong|C: DATA|S: 503|C: RSET|S: 250")]
    [InlineData("C: NOOP\nC: DATA\nS: 503\nC: QUIT\nS: 221\n", "C: NOOP|C: DATA|S: 503|C: QUIT|S: 221")]
    [InlineData("C: DATA\nC+ x\nC+ DATA\nC+ y\n@eof\n", "C: DATA|C+ x|C+ DATA|C+ y|@eof")]
    [InlineData("C> \"DATA\\r\\nDATA\\r\\nNOOP\\r\\n\"\nS: 503\nS: 503\nS: 250\n",
        "C: DATA|S: 503|C: DATA|S: 503|C: NOOP|S: 250")]
    [InlineData("C: EHLO a\nC+ DATA\nC+ x\nC+ .\nC+ QUIT\nS: 220\nS: 250\nS: 354\nS: 250\nS: 221\n",
        "C: EHLO *|C+ DATA|S: 220|S: 250|S: 354|@body any|C+ QUIT|S: 250|S: 221")]
    public void What_is_pipelined_behind_DATA_is_what_its_reply_makes_of_it(string said, string expected) =>
        Assert.Equal(expected, Loosened(said));

    // In whatever pieces each side has said it.
    [Theory]
    [InlineData("C: NOOP\nC> \"BDAT 10 LAST\\r\\nhello\"\nS> \"25\"\nS> \"0 ok\\r\\n\"\nC> \"world\"\nS: 250\n",
        "C: NOOP|@bdat any|S> \"25\"|S> \"0 ok\\r\\n\"|S: 250")]
    [InlineData("C: NOOP\nC> \"BDAT 5000\\r\\nhello\"\nS> \"250\\r\\n552\\r\\n\"\nC: RSET\nS: 250\n",
        "C: NOOP|C> \"BDAT 5000\\r\\nhello\"|S> \"250\\r\\n552\\r\\n\"|C: RSET|S: 250")]
    [InlineData("C: AUTH PLAIN {{secret1}}\nC> \"BDAT 10 LAST\\r\\nhello\"\nS: 235\nC> \"world\"\nS: 250\n",
        "C: AUTH *|@bdat any|S: 235|S: 250")]
    [InlineData("C> \"MA\"\nC> \"IL FROM:<a@x> \\r\\nRC\"\nS: 250\nC> \"PT TO:<b@y> \\r\\n\"\nS: 250\n",
        "C: MAIL *|S: 250|C: RCPT *|S: 250")]
    [InlineData("C: BDAT 12 LAST\nC: Hi {{name}}\nS: 250\nC: QUIT\nS: 221\n", "@bdat any|S: 250|C: QUIT|S: 221")]
    [InlineData("C: DATA\nS: 354\nC> \"Hi {{name}}\\r\\n.\\r\\nQUIT\\r\\n\"\nS: 250\nS: 221\n",
        "C: DATA|S: 354|@body any|C: QUIT|S: 250|S: 221")]
    [InlineData("C: DATA\nS: 354\nC: a\n@shutdown write\nC: b\nC+ .\nS: 250\n",
        "C: DATA|S: 354|@body any|@shutdown write|S: 250")]
    [InlineData("S: 354\nS: 250\nC: {{secret1}}\n@eof\n", "S: 354|S: 250|C: *|@eof")]
    // In LMTP a message has a reply for each recipient.
    [InlineData("C: LHLO x\nS: 250\nC: MAIL FROM:<a>\nS: 250\nC: RCPT TO:<1>\nC+ RCPT TO:<2>\nS: 250\nS: 250\nC: DATA\nS: 354\n"
        + "C: x\nC+ .\nC+ MAIL FROM:<b>\nC+ RCPT TO:<1>\nC> \"BDAT 5 LAST\\r\\nab\"\n"
        + "S: 250\nS: 250\nS: 250\nS: 250\nC> \"cde\"\nS: 250\n",
        "C: LHLO *|S: 250|C: MAIL *|S: 250|C: RCPT *|C: RCPT *|S: 250|S: 250|C: DATA|S: 354"
        + "|@body any|C: MAIL *|C: RCPT *|@bdat any|S: 250|S: 250|S: 250|S: 250|S: 250")]
    [InlineData("C: LHLO x\nS: 250\nC: RCPT <1>\nS: 250\nC: RCPT <2>\nS: 250\nC: RCPT <3>\nS: 250\n"
        + "C: DATA\nS: 354\nC: x\nC+ .\nC+ DATA\nS: 250\nS: 354\n"
        + "C: y\nC+ .\nC> \"BDAT 5 LAST\\r\\nab\"\nS: 250\nS: 250\nS: 250\nC> \"cde\"\nS: 250\n",
        "C: LHLO *|S: 250|C: RCPT *|S: 250|C: RCPT *|S: 250|C: RCPT *|S: 250|C: DATA|S: 354|@body any|C+ DATA|S: 250|S: 354"
        + "|@body any|@bdat any|S: 250|S: 250|S: 250|S: 250")]
    [InlineData("C: LHLO x\nS: 250\nC: RCPT <1>\nS: 250\nC: RCPT <2>\nS: 250\n"
        + "C> \"BDAT 50 LAST\\r\\nab\"\nS: 552\nC: RSET\nS: 250\n",
        "C: LHLO *|S: 250|C: RCPT *|S: 250|C: RCPT *|S: 250|C> \"BDAT 50 LAST\\r\\nab\"|S: 552|C: RSET|S: 250")]
    [InlineData("C: DATA\nS: 354\nC: x\n", "C: DATA|S: 354")]
    [InlineData("C: DATA\nC+ BDAT 5000\n", "C: DATA|C: BDAT *")]
    [InlineData("C> \"BDAT 5000\\r\\nab\"\n", "C: BDAT *")]
    [InlineData("C> \"xxxxxx\"\nS: 500\n@eof\n", "C> \"xxxxxx\"|S: 500|@eof")]
    [InlineData("C> \"QUI\"\n@eof\n", "C> \"QUI\"|@eof")]
    [InlineData("C> \"NOOP\\nNOOP\\r\\nMAIL FROM:<a>\\r\\n\"\nS: 250\n", "C> \"NOOP\\nNOOP\\r\\n\"|C: MAIL *|S: 250")]
    [InlineData("C> \" NOOP\\r\\n\"\nS: 500\n", "C> \" NOOP\\r\\n\"|S: 500")]
    public void Pieces_are_put_together(string said, string expected) => Assert.Equal(expected, Loosened(said));

    // What is no reply by the letter, or was cut, comes again as it was.
    [Theory]
    [InlineData("S: 250-a\nS+ 250 b\n", "S: 250")]
    [InlineData("S: 250-a\nS+ 550 b\n", "S: 250-a|S+ 550 b")]
    [InlineData("S: 220-a\nC: EHLO a\nS: 554-b\nS+ 554 c\nS: 250 d\n", "C: EHLO a|S: 220-a|S: 554-b|S+ 554 c|S: 250")]
    [InlineData("S: 250-a\n@shutdown write\nS: 250 b\n", "@shutdown write|S: 250")]
    [InlineData("S: 250-a\nS> \"250 b\\r\\n\"\n", "S: 250-a|S> \"250 b\\r\\n\"")]
    [InlineData("S: 250-2.1.0 a\nC: NOOP\nS: 250 2.1.0 b\n", "C: NOOP|S: 250 2.1.0")]
    [InlineData("S: 250-a\n@eof\n", "S: 250-a|@eof")]
    public void A_reply_is_its_code(string said, string expected) => Assert.Equal(expected, string.Join('|', Replaying
        .Loosened(Stage.Source(said).Transcript, Role.Client).Steps.Select(s => TranscriptWriter.Show((Event)s))));

    [Theory]
    [InlineData("C: A\n# the client: end of stream\nS: 250\n# the server: end of stream\n", Role.Client,
        "C: A|@shutdown write|S: 250")]
    [InlineData("C: A\n# the client: end of stream\nS: 250\n# the server: end of stream\n", Role.Server, "C: A|S: 250")]
    [InlineData("S: 250\n# the server: end of stream\nC: A\n", Role.Server, "S: 250|@shutdown write|C: A")]
    [InlineData("S: 250\n# the client: reset by the other side\n", Role.Client, "S: 250|@reset")]
    [InlineData("S: 250\n# the client: reset by the other side\n", Role.Server, "S: 250")]
    [InlineData("S: 250\n# shutdown Send\nC: A\n# close\n", Role.Server, "S: 250|@shutdown write|C: A")]
    public void Who_plays_it_ends_as_the_recording_does(string said, Role role, string expected) =>
        Assert.Equal(expected, string.Join('|', Replaying.Ended(Stage.Source("recorded: now\n\n" + said).Transcript, role)
            .Steps.OfType<Event>().Select(s => TranscriptWriter.Show(s))));

    // What had come is to come again before the server ends it; of what the client itself broke off nothing is.
    [Theory]
    [InlineData("C: DATA\nS: 354\nC> \"a\\r\\nb\"\n# the client: reset by the other side\n", "C: DATA|S: 354")]
    [InlineData("C: DATA\nS: 354\nC> \"a\\r\\nb\"\n# the server: reset by the other side\n",
        "C: DATA|S: 354|C> \"a\\r\\nb\"|@reset")]
    [InlineData("C: DATA\nS: 354\nC> \"a\\r\\nb\"\n# the server: end of stream\n", "C: DATA|S: 354|C> \"a\\r\\nb\"")]
    [InlineData("C: DATA\nS: 354\nC> \"a\"\n# the client: end of stream\n# the server: end of stream\n", "C: DATA|S: 354")]
    [InlineData("C> \"BDAT 9\\r\\nab\"\n# the server: reset by the other side\n", "C> \"BDAT 9\\r\\nab\"|@reset")]
    [InlineData("C> \"BDAT 9\\r\\nab\"\n# the server: end of stream\n", "C> \"BDAT 9\\r\\nab\"")]
    [InlineData("C> \"BDAT 9\\r\\nab\"\n# the client: end of stream\n# the server: end of stream\n", "C: BDAT *")]
    [InlineData("C: DATA\nS: 354\nC: a\n# the server: end of stream\nC: b\nC: c\n# the client: end of stream\n",
        "C: DATA|S: 354|C> \"a\\r\\nb\\r\\nc\\r\\n\"|@shutdown write")]
    [InlineData("C: DATA\nS: 354\nC: a\n# the server: reset by the other side\nC: b\nC+ .\nC: QUIT\n",
        "C: DATA|S: 354|C> \"a\\r\\n\"|@reset")]
    [InlineData("C: DATA\nS: 354\n# the server: end of stream\nC: a\nC+ .\n", "C: DATA|S: 354|@body any|@shutdown write")]
    [InlineData("C> \"BDAT 9 LAST\\r\\nab\"\n# the server: end of stream\nC> \"cdefghiQUIT\\r\\n\"\n",
        "@bdat any|@shutdown write|C: QUIT")]
    [InlineData("C> \"BDAT 9\\r\\nab\"\n# the server: end of stream\nC> \"cd\"\n# the client: end of stream\n",
        "C> \"BDAT 9\\r\\nabcd\"|@shutdown write")]
    public void Who_ended_it_in_a_message_does_so_where_it_did(string said, string expected)
    {
        var recording = Stage.Source("recorded: now\n\nS: 220 x\n" + said).Transcript;
        Assert.Equal($"S: 220 x|{expected}", string.Join('|', Replaying
            .Loosened(Replaying.Ended(recording, Role.Server), Role.Server).Steps.OfType<Event>().Select(TranscriptWriter.Show)));
    }

    private static string Loosened(string recorded) => string.Join('|', Replaying
        .Loosened(Stage.Source(recorded).Transcript, Role.Server).Steps.Select(s => TranscriptWriter.Show((Event)s)));

    // In whatever pieces: lines of their own, octets that end in no line, all of a transaction in one write.
    [Theory]
    [InlineData("C: BDAT 14 LAST\nC+ Subject: one\n", "@bdat any")]
    [InlineData("C: BDAT 22 LAST\nC+ Subject: one\nC+\nC+ BDAT\n", "@bdat any")]
    [InlineData("C> \"BDAT 6 LAST\\r\\nhello!\"\n", "@bdat any")]
    [InlineData("C: BDAT 6 LAST\nC> \"hel\"\nC> \"lo!\"\n", "@bdat any")]
    [InlineData("C> \"MAIL FROM:<a@x>\\r\\nRCPT TO:<b@y>\\r\\nBDAT 3 LAST\\r\\nx\\x00zNOOP\\r\\n\"\n",
        "C: MAIL *|C: RCPT *|@bdat any|C: NOOP")]
    [InlineData("C: BDAT 3\nC> \"x\\r\\n\"\nC: BDAT 0 LAST\n", "@bdat any|@bdat any")]
    [InlineData("C> \"NOOP \\xff\\r\\n\"\n", "C: NOOP *")]
    [InlineData("C> \"\\xff \\r\\n\"\n", "C> \"\\xff \\r\\n\"")]
    // Replies to what was pipelined stand between the pieces; the chunk's own is its end, however little of it has come.
    [InlineData("C: MAIL FROM:<a@x>\nC+ RCPT TO:<b@y>\nC> \"BDAT 10 LAST\\r\\nhello\"\nS: 250\nS: 250\nC> \"world\"\n",
        "C: MAIL *|C: RCPT *|@bdat any|S: 250|S: 250")]
    [InlineData("C> \"BDAT 5000\\r\\nhello\"\nS: 552\nC: RSET\n", "C> \"BDAT 5000\\r\\nhello\"|S: 552|C: RSET")]
    [InlineData("C> \"BDAT 5000\\r\\nhello\"\n@eof\n", "C> \"BDAT 5000\\r\\nhello\"|@eof")]
    [InlineData("C: BDAT 5000\n@rst\n", "C> \"BDAT 5000\\r\\n\"|@rst")]
    // What is no chunk, and what stands for itself.
    [InlineData("C: BDAT x LAST\n", "C: BDAT *")]
    [InlineData("C: BDAT  5 LAST\n", "C: BDAT *")]
    [InlineData("C: MAIL FROM:<\U0001F600@x> SMTPUTF8\n", "C: MAIL *")]
    [InlineData("C> \"*\\r\\n\"\n", "C= *")]
    public void A_chunk_is_one_of_any_octets(string said, string expected) => Assert.Equal(
        $"S: 220 x|{expected}|S: 250 ok", Loosened($"S: 220 x\n{said}S: 250 ok\n"));

    [Fact]
    public async Task A_recording_is_played_against_another_server() => Stage.Passed(await PlayAsync(false));

    [Fact]
    public async Task With_its_timing_it_takes_as_long_as_it_took()
    {
        var outcome = await PlayAsync(true);
        Stage.Passed(outcome);
        Assert.True(outcome.Log.Entries.Last(e => e.What == Happening.Said).At >= TimeSpan.FromMilliseconds(155));
    }

    [Fact]
    public async Task And_against_another_client()
    {
        await using var server = Stage.Serve(TranscriptWriter.Write(Loosened(Role.Server)));
        Stage.Passed(await Stage.WalkAsync(server.EndPoint,
            "S: 220\nC: EHLO other\nS: 250\nC: MAIL FROM:<x@y>\nS: 250\nC: DATA\nS: 354\n@body <<E\nother\nE\nS: 250\n"
            + "C: QUIT\nS: 221\n"));
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Passed(server.Outcomes[0]);
    }

    private static async Task<Outcome> PlayAsync(bool timing)
    {
        await using var server = Stage.Serve("@serve default\n@on DATA -> S: 354 go");
        var script = TranscriptWriter.Write(Loosened(Role.Client));
        return await Stage.WalkAsync(server.EndPoint, script, null, Stage.Options with { KeepsTime = timing });
    }

    private static Transcript Loosened(Role role) => Replaying.Loosened(Stage.Source(Recording).Transcript, role);

    private static IEnumerable<string> Texts(Role role, Speaker speaker) =>
        Loosened(role).Steps.OfType<Line>().Where(l => l.Speaker == speaker).Select(l => l.Text);
}
