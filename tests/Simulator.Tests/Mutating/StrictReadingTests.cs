using System.Text;
using SmtpSim.Mutating;

namespace SmtpSim.Tests.Mutating;

public sealed class StrictReadingTests
{
    [Theory]
    [InlineData("NOOP|1|250|0", "a command is owed an answer")]
    [InlineData("NOOP|1|250|0|250|two answers", "and no other")]
    [InlineData("|1|500|0", "an empty line, too")]
    [InlineData("NOOP^RSET|2|250|250|0", "so is each of two that come together")]
    [InlineData("DATA^x|1|354|0|^.|1|250|0|accepted 1", "content is owed one at its end")]
    [InlineData("DATA|1|354|.|1|250|accepted 1", "which may be all there is")]
    [InlineData("DATA|1|354|x~\n.~\n|0|250|a message too many", "and nothing else is an end")]
    [InlineData("DATA|1|354|x~\r.~\r\n|0|250|a message too many", "not CR dot CRLF either")]
    [InlineData("DATA|1|354|x^..^.|1|250|accepted 1|0", "nor two dots")]
    [InlineData("DATA|1|354|x|0|552|0|^.|0", "content may be refused before its end, and is owed nothing then")]
    [InlineData("DATA^NOOP|1|550|1|250|0", "refused content is none: what follows are commands")]
    [InlineData("DATA x|1|354|over", "what is no DATA by the letter and is taken for it ends all certainty")]
    [InlineData("BDAT 3~\r\n|0|abc~|1|250|0", "a chunk is as long as it says")]
    [InlineData("BDAT 2 LAST^ab~NOOP|2|250|accepted 1|250|0", "and nothing of it is a command")]
    [InlineData("BDAT 6~\r\n~\r\n|0|502|over", "to who does not know it what follows is no chunk")]
    [InlineData("EHLO x|1|250+|BDAT 2 LAST^ab~NOOP|2|503|1|250|0|500|two answers", "to who offers it it is one, refused or not")]
    [InlineData("EHLO x|1|250|BDAT 2 LAST^ab~NOOP|2|503|over", "to who does not offer it what follows may be commands")]
    [InlineData("EHLO x|1|250+|HELO x|1|250|BDAT 2^ab~|1|503|over", "nor is it offered behind HELO")]
    [InlineData("EHLO x|1|250+|HELO\tx|1|250|BDAT 2^ab~|1|503|over", "whatever blank stands in it")]
    [InlineData("BDAT 2 LAST^ab~|1|530|over", "nor in front of EHLO, of TLS or of AUTH")]
    [InlineData("EHLO x|1|250+|EHLO x y|1|501|BDAT 2^ab~|1|503|0", "a refused EHLO changes nothing")]
    [InlineData("BDAT x|over", "one that says no length cannot be followed")]
    [InlineData("AUTH LOGIN|1|334|0|abc|1|334|def|1|235|0|NOOP|1", "a challenge is answered by a line")]
    [InlineData("STARTTLS|1|220|over", "TLS is not looked into")]
    [InlineData("QUIT|1|221|over|250", "nothing is judged behind the end")]
    [InlineData("BDAT +5|over", "a size is of digits")]
    [InlineData("BDAT\t5 LAST|over", "some take a tab for a space")]
    [InlineData(" bdat 5|over", "and some a line with a blank in front of it")]
    [InlineData("~\rBDAT 5|over", "or a CR for one")]
    [InlineData("BDAT5|over", "or without one")]
    [InlineData("BDATA 5|1|500|0", "another word is none")]
    [InlineData("bdat 3 last~\r\nabc~|1|250|accepted 1|0", "in any letters")]
    [InlineData("NOOP|1|421|over", "421 may come at any time")]
    public void Each_reply_is_owed_or_not(string dialogue, string why) => Judge(dialogue, why);

    [Theory]
    [InlineData("NOOP~\nNOOP|1|250|0|250|two answers", "a bare LF ends no line")]
    [InlineData("NOOP~\nNOOP|1|500|0|250|0|250|two answers", "to refuse it on its own is right, once")]
    [InlineData("FOO|1|500|0|NOOP~\nNOOP|1|250|0|250|two answers", "a refusal of another line excuses nothing")]
    [InlineData("NOOP~\nNOOP|1|250|0|500|two answers", "who obeys it and refuses the rest has read two lines")]
    [InlineData("RCPT~\n\rDATA^x^y|3|250|250|500|0|500|two answers", "also where what follows is refused for itself")]
    [InlineData("NOOP~\nRSET^NOOP~\nRSET^x|3|500|250|500|0|250|0|500|0|500|two answers", "two that are refused excuse two")]
    [InlineData("~\r\r|0|500|0|500|two answers", "behind the last CR an LF may come")]
    [InlineData("NOOP~\r\r\n|1|500|0|500|0|500|two answers", "a CR in front of CRLF is one of its own")]
    [InlineData("NOOP~\nRSET^x^NOOP~\nRSET|3|250|500|250|0|500|two answers", "a line in between excuses nothing")]
    [InlineData("~\nx^RCPT^DATA|3|500|500|1|250|1|354|0|x|250|a message too many", "which reply is whose shows later")]
    [InlineData("~\nx^RCPT^DATA|3|500|250|1|250|1|250|no reply", "or that there is one too many")]
    [InlineData("~\n\r^NOOP^|3|500|500|500|0|250|0|500|0|500|two answers", "all of them together")]
    [InlineData("NO~\rOP|1|500|0|MAIL|1|250|0|RCPT|1|250|0|DATA|1|354|0|x~\r\n|250|a message too many",
        "one that may come need not")]
    [InlineData("NOOP~\n|0|500|0|NOOP|0|RSET|1|250|0|250|0|250|two answers", "the rest may be passed over")]
    [InlineData("NOOP~\n|0|500|0|BDAT 5|over", "what was refused before may hide a chunk")]
    [InlineData("NOOP~\n|0|500|0|x~\n|0|500|0|BDAT 5|over", "also behind a second piece")]
    [InlineData("AUTH X~\nBDAT 5^a|1|500|over", "in an exchange, too")]
    [InlineData("~\n^AUTH I^AUTH X^~\n^|2|500|504|1|334|1|500|over", "whichever of them it was")]
    [InlineData("AUTH X|1|334|0|a~\rb|1|500|over", "an exchange may go on behind what is refused in it")]
    [InlineData("AUTH X|1|334|0|a~\rb|1|235|0|NOOP|1", "and ends where it is not")]
    [InlineData("NOOP~\nBDAT 5 LAST^x^QUIT|3|500|over", "what belongs to a chunk behind it cannot be known")]
    [InlineData("NOOP~\nBDAT 5 LAST^x|2|250|1|500|0", "unless it is taken for one line")]
    [InlineData("~\nSTARTTLS|1|500|0|220|over", "what stood behind a refused end and was obeyed ends all certainty")]
    [InlineData("~\nAUTH X^AUTH Y|2|500|334|over", "also where the next one may be what was answered")]
    [InlineData("x~\n|0|500|0|AUTH X^AUTH Y|1|334|over", "or was refused before")]
    [InlineData("x~\n|0|500|0|NOOP^AUTH Y|1|334|0|250|two answers", "where it has a command")]
    [InlineData("~\nNOOP^AUTH Y|2|500|334|0|250|two answers", "but not where it must be")]
    public void A_line_with_a_bare_end_has_one_reply_unless_that_is_refused(string dialogue, string why) => Judge(dialogue, why);

    private static readonly Dictionary<string, Misdeed> Misdeeds = new()
    {
        ["two answers"] = Misdeed.TwoAnswers,
        ["no reply"] = Misdeed.NoReply,
        ["a message too many"] = Misdeed.MessageCount,
    };

    private static void Judge(string dialogue, string why)
    {
        Assert.NotEmpty(why);
        var reading = new StrictReading();
        Assert.Null(reading.Hear(220));
        Misdeed? misdeed = null;
        foreach (var part in dialogue.Split('|'))
        {
            if (Misdeeds.TryGetValue(part, out var expected))
                Assert.Equal(expected, misdeed);
            else if (part == "over")
                Assert.True(reading.IsOver);
            else if (part.StartsWith("accepted ", StringComparison.Ordinal))
                Assert.Equal(part, $"accepted {reading.Accepted}");
            else if (part.Length is 3 or 4 && int.TryParse(part.TrimEnd('+'), out var code))
                misdeed = reading.Hear(code, offersChunks: part.EndsWith('+'));
            else if (part.Length == 1 && char.IsDigit(part[0]))
                Assert.Equal((int.Parse(part), (Misdeed?)null), (reading.Due, misdeed));
            else
                reading.Say(Octets(part));
        }
    }

    // RFC 7504 3
    [Fact]
    public void Who_never_takes_mail_may_close_whatever_comes()
    {
        var reading = new StrictReading();
        Assert.Null(reading.Hear(521));
        reading.Say("EHLO x\r\n"u8);
        Assert.True(reading.IsOver);
    }

    [Fact]
    public void What_is_awaited_is_told()
    {
        var reading = new StrictReading();
        reading.Hear(220);
        reading.Say("RSET\r\nNO"u8);
        Assert.Equal("RSET", reading.Awaited);
        reading.Hear(250);
        Assert.Equal("a line that has not ended", reading.Awaited);
        reading.Say("OP\r\n"u8);
        Assert.Equal("NOOP", reading.Awaited);
    }

    // Each refusal may be about each piece: they are not taken apart for each.
    [Fact]
    public void Many_pieces_and_many_refusals_take_little()
    {
        var reading = new StrictReading();
        reading.Hear(220);
        reading.Say(Encoding.ASCII.GetBytes(new string('\n', 65_536) + "\r\n"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Assert.Null(reading.Hear(500));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_line_without_end_may_be_refused_once()
    {
        var reading = new StrictReading();
        reading.Hear(220);
        reading.Say(Encoding.ASCII.GetBytes(new string('x', 600)));
        Assert.Equal(((Misdeed?)null, (Misdeed?)Misdeed.TwoAnswers), (reading.Hear(500), reading.Hear(500)));
        reading.Say("\r\nNOOP\r\n"u8);
        Assert.Equal(1, reading.Due);
    }

    // Whether the exchange goes on behind it cannot be known.
    [Fact]
    public void A_response_without_end_that_is_refused_ends_all_certainty()
    {
        var reading = new StrictReading();
        reading.Hear(220);
        reading.Say("AUTH X\r\n"u8);
        reading.Hear(334);
        reading.Say(Encoding.ASCII.GetBytes(new string('x', 600)));
        Assert.Null(reading.Hear(500));
        Assert.False(reading.IsOver);
        reading.Say("\r\n"u8);
        Assert.True(reading.IsOver);
    }

    // RFC 5321 4.5.3.1.4: 512 octets are room for 510 and CRLF.
    [Theory]
    [InlineData(511, "", null)]
    [InlineData(510, "\r", Misdeed.TwoAnswers)]
    [InlineData(510, "", Misdeed.TwoAnswers)]
    public void A_line_without_end_is_too_long_once_no_end_can_save_it(int length, string end, Misdeed? misdeed)
    {
        var reading = new StrictReading();
        reading.Hear(220);
        reading.Say(Encoding.ASCII.GetBytes(new string('x', length) + end));
        Assert.Equal(misdeed, reading.Hear(500));
    }

    [Fact]
    public void However_it_is_cut_it_reads_the_same()
    {
        var dialogue = "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n.x\r\n..\r\n.\n\r.\r\n\r\n.\r\nNOOP\r\n"u8.ToArray();
        for (var piece = 1; piece < dialogue.Length; piece++)
        {
            var (reading, replies) = (new StrictReading(), new Queue<int>([220, 250, 250, 354, 250, 250]));
            Assert.Null(reading.Hear(replies.Dequeue()));
            foreach (var part in dialogue.Chunk(piece))
            {
                reading.Say(part);
                while (reading.Due > 0)
                    Assert.Null(reading.Hear(replies.Dequeue()));
            }
            Assert.Equal((1, 0, "NOOP", 0), (reading.Accepted, reading.Due, reading.LastCommand, replies.Count));
        }
    }

    // A part is a line; ^ ends a line within it, and ~ stands where none ends.
    private static byte[] Octets(string part)
    {
        var text = part.Replace("^", "\r\n", StringComparison.Ordinal);
        var open = text.TrimEnd('\r', '\n').EndsWith('~');
        return Encoding.Latin1.GetBytes(text.Replace("~", "", StringComparison.Ordinal) + (open ? "" : "\r\n"));
    }
}
