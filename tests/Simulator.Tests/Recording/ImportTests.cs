using SmtpSim.Recording;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Recording;

[Trait("Rows", "SM-09")]
public sealed class ImportTests
{
    private const string Telnet = """
        $ telnet mx.example 25
        Trying 192.0.2.1...
        Connected to mx.example.
        Escape character is '^]'.
        220 mx.example ESMTP
        EHLO me
        250-mx.example
        250 SIZE 1000
        AUTH PLAIN AHUAcA==
        235 ok
        DATA
        354 go
        Subject: x

        250 is no reply here
        .
        250 queued
        QUIT
        221 bye
        Connection closed by foreign host.
        """;

    private const string Swaks = """
        === Trying 127.0.0.1:25...
        === Connected to 127.0.0.1.
        <-  220 mx ESMTP
         -> EHLO me
        <-  250-mx
        <-  250 STARTTLS
         -> STARTTLS
        <-  220 go
        === TLS started with cipher TLSv1.3:TLS_AES_256_GCM_SHA384:256
         ~> RCPT TO:<a@b>
        <~* 550 5.1.1 no
         ~> QUIT
        <~  221 bye
        === Connection closed with remote host.
        """;

    // "220 hi\r\n", "QUIT\r\n", and another connection.
    private const string Tshark =
        "0\t0.000100\t25\t3232302068690d0a\n0\t0.000200\t50000\t\n0\t0.012100\t50000\t51:55:49:54:0d:0a\n"
        + "1\t1.5\t25\t353534206e6f0d0a\n";

    [Theory]
    [InlineData(Telnet, "telnet")]
    [InlineData(Swaks, "swaks")]
    [InlineData(Tshark, "tshark")]
    public void The_notation_is_found_out(string text, string format) => Assert.Equal(format, Import.FormatOf(text));

    [Fact]
    public void A_pasted_session_becomes_a_transcript()
    {
        Assert.Equal(
            [
                "S: 220 mx.example ESMTP", "C: EHLO me", "S: 250-mx.example", "S: 250 SIZE 1000", "C: AUTH PLAIN {{secret1}}",
                "S: 235 ok", "C: DATA", "S: 354 go", "C: Subject: x", "C:", "C: 250 is no reply here", "C: .", "S: 250 queued",
                "C: QUIT", "S: 221 bye",
            ],
            Lines(Assert.Single(Read(Telnet, "telnet"))));
    }

    [Fact]
    public void What_a_message_says_is_not_taken_for_something_else()
    {
        const string Message = "220 hi\nDATA\n354 go\nSubject: x\n\nConnected to the database.\n$ 100\nTrying hard...\n -> see\n"
            + ".\n250 ok\n";
        Assert.Equal("telnet", Import.FormatOf(Message));
        Assert.Equal(
            ["C: Connected to the database.", "C: $ 100", "C: Trying hard...", "C:  -> see", "C: ."],
            Lines(Assert.Single(Read(Message, "telnet"))).Skip(5).Take(5));
    }

    [Fact]
    public void So_does_a_transcript_of_swaks() => Assert.Equal(
        [
            "S: 220 mx ESMTP", "C: EHLO me", "S: 250-mx", "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go", "@tls start",
            "C: RCPT TO:<a@b>", "S: 550 5.1.1 no", "C: QUIT", "S: 221 bye",
        ],
        Lines(Assert.Single(Read(Swaks, "swaks"))));

    // With "telnet" and without what its shell said.
    [Theory]
    [InlineData(Telnet + "\n" + Telnet, "telnet", 2)]
    [InlineData("Connected to a.\n220 a\nQUIT\n221\nConnected to b.\n220 b\n", "telnet", 2)]
    [InlineData("220 a\nQUIT\n221\nConnection closed.\n220 b\ntelnet> send ayt\nNOOP\n250\n", "telnet", 2)]
    [InlineData(Swaks + "\n" + Swaks, "swaks", 2)]
    [InlineData("220 a\nDATA\n354\nx\n421 late\nConnection closed by foreign host.\n\n$ telnet b\n220 b\n", "telnet", 2)]
    [InlineData("220 a\nDATA\n354\nx\nConnection closed by foreign host.\nas ever\n.\n250\n", "telnet", 1)]
    [InlineData("=== Connected to a.\n=== TLS started with cipher x\n<~  220 a\n=== TLS peer DN=\"b\"\n ~> QUIT\n", "swaks", 1)]
    public void Sessions_one_behind_the_other_are_one_each(string text, string format, int count)
    {
        var read = Read(text, format);
        Assert.Equal(count, read.Count);
        Assert.All(read, c => Assert.Single(c.Segments, s => s.Text.StartsWith("220", StringComparison.Ordinal)
            && !s.Text.StartsWith("220 go", StringComparison.Ordinal)));
    }

    // 220 hi, STARTTLS, 220.
    private const string Asked = "0\t0.0\t25\t3232302068690d0a\n0\t0.1\t5000\t5354415254544c530d0a\n0\t0.2\t25\t3232300d0a\n";

    [Fact]
    public void What_TLS_hides_in_a_capture_is_left_out() => Assert.Equal(
        ["S: 220 hi", "C: STARTTLS", "S: 220", "# TLS hides what is said from here on"],
        Lines(Assert.Single(Read(Asked + "0\t0.3\t5000\t1603010200\n0\t0.4\t25\t16030300\n", "tshark"))));

    // A piece of a chunk, say; or a client that is set to TLS, and a server that is not.
    [Theory]
    [InlineData("0\t0.0\t25\t3232302068690d0a\n0\t0.1\t5000\t780d0a\n0\t0.2\t5000\t16030d0a\n0\t0.3\t25\t3232300d0a\n")]
    [InlineData("0\t0.0\t5000\t16030d0a\n0\t0.1\t25\t3232302068690d0a\n")]
    public void What_only_looks_like_TLS_in_a_capture_is_not(string packets)
    {
        var read = Assert.Single(Read(packets, "tshark"));
        Assert.Contains("C> \"\\x16\\x03\\r\\n\"", Lines(read));
        Assert.Empty(read.Notes);
    }

    // The handshake of a session in which nothing was said.
    [Fact]
    public void TLS_of_one_session_is_not_that_of_the_next()
    {
        const string Ended = "=== Connected to a.\n=== TLS started x\n=== Connection closed.\n";
        Assert.Equal(["S: 220 b"], Lines(Assert.Single(Read(Ended + "=== Connected to b.\n<-  220 b\n", "swaks"))));
    }

    [Fact]
    public void So_does_a_capture_one_for_each_connection()
    {
        var read = Read(Tshark, "tshark");
        Assert.Equal(["S: 220 hi", "C: QUIT"], Lines(read[0]));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMilliseconds(12)], read[0].Segments.Select(s => s.At));
        Assert.Equal(["S: 554 no"], Lines(read[1]));
    }

    // EHLO, then 220 hi.
    [Fact]
    public void In_a_capture_the_server_is_who_replies_though_the_client_did_not_wait() => Assert.Equal(
        ["C: EHLO", "S: 220 hi"],
        Lines(Assert.Single(Read("0\t0.0\t5000\t45484c4f0d0a\n0\t0.1\t25\t3232302068690d0a\n", "tshark"))));

    // 22, 0 hi, QUIT, 22, 1: each reply in two pieces.
    [Theory]
    [InlineData("0\t0.0\t25\t3232\n0\t0.1\t25\t302068690d0a\n0\t0.2\t5000\t515549540d0a\n0\t0.3\t25\t3232\n"
        + "0\t0.4\t25\t310d0a\n")]
    [InlineData("0\t0.2\t5000\t515549540d0a\n0\t0.1\t25\t302068690d0a\n0\t0.0\t25\t3232\n0\t0.3\t25\t3232\n"
        + "0\t0.4\t25\t310d0a\n")]
    public void Replies_may_come_in_pieces_and_packets_in_any_order(string rows)
    {
        var read = Assert.Single(Read(rows, "tshark"));
        Assert.Equal(["S> \"22\"", "S: 0 hi", "C: QUIT", "S> \"22\"", "S: 1"], Lines(read));
        Assert.Equal(TimeSpan.Zero, read.Segments.Min(s => s.At));
    }

    // RSET, the rest of a reply, 250.
    [Fact]
    public void A_capture_may_begin_in_the_middle() => Assert.Equal(
        ["C: RSET", "S: k", "S: 250"],
        Lines(Assert.Single(Read(
            "0\t0.0\t5000\t525345540d0a\n0\t0.1\t25\t6b0d0a\n0\t0.2\t25\t3235300d0a\n", "tshark"))));

    [Theory]
    [InlineData("0\t0.0\t25\t58580d0a\r\n", "tshark")]
    [InlineData("<-  220 hi\r\n", "swaks")]
    [InlineData("220 hi\r\n", "telnet")]
    public void Whichever_system_wrote_it_it_is_recognized(string text, string format) =>
        Assert.Equal(format, Import.FormatOf(text));

    [Theory]
    [InlineData("nothing at all to see\n", "telnet")]
    [InlineData("EHLO x\n", "telnet")]
    [InlineData(" -> EHLO x\n", "swaks")]
    [InlineData("0\t0.0\t25\t58580d0a\n", "tshark")]
    [InlineData("", "telnet")]
    [InlineData("", "swaks")]
    [InlineData("", "tshark")]
    public void What_no_server_answers_is_no_session(string text, string format) => Assert.Empty(Read(text, format));

    [Theory]
    [InlineData("FFFE3100E900", "1\u00c3\u00a9")]
    [InlineData("EFBBBF31C3A9", "1\u00c3\u00a9")]
    [InlineData("0031E985", "\u00001\u00e9\u0085")]
    public void A_text_is_its_octets(string octets, string text) =>
        Assert.Equal(text, Import.Text(Convert.FromHexString(octets)));

    [Fact]
    public void A_packet_that_is_none_is_named()
    {
        var wrong = Assert.Throws<FormatException>(() => Read("0\t0\t25\t00\nx\n", "tshark"));
        Assert.StartsWith("line 2: four fields", wrong.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Conversation> Read(string text, string format) =>
        Import.Read(text, format, "t", DateTimeOffset.UnixEpoch);

    private static IEnumerable<string> Lines(Conversation conversation) => RecordedTranscript.Of(conversation).Steps
        .Select(s => TranscriptWriter.Show(s is Event said ? said with { Stamp = null } : s));
}
