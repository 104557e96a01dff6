using System.Text;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Playing;

[Trait("Rows", "SM-06")]
public sealed class ExpectationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TheoryData<string, string, Ending?, Fit> Cases => new()
    {
        { "reply", "250 a\r\n250 b", null, Fit.Met },
        { "reply", "250-a\r\n", null, Fit.NotYet },
        { "reply", "250-a\r\n", Ending.Eof, Fit.Missed },
        { "reply", "251 a\r\n", null, Fit.Missed },
        { "reply", "250 a\r\n", Ending.Eof, Fit.Met },
        { "wild", "a x c\r\n", null, Fit.Met },
        { "wild", "a x c\n", null, Fit.Missed },
        { "exact", "a * c\r\n", null, Fit.Met },
        { "exact", "a x c\r\n", null, Fit.Missed },
        { "regex", "a c\r\n", null, Fit.Met },
        { "regex", "b\r\n", null, Fit.Missed },
        { "regex", "a c\r", null, Fit.NotYet },
        { "octets", "a\0bc", null, Fit.Met },
        { "octets", "a\0", null, Fit.NotYet },
        { "octets", "a\0", Ending.Reset, Fit.Missed },
        { "octets", "ab", null, Fit.Missed },
        { "body", "..x\r\n.\r\n", null, Fit.Met },
        { "body", "..x\r\n", null, Fit.NotYet },
        { "body", ".x\r\n.\r\n", null, Fit.Missed },
        { "any", "a\r\n..\r\n.\r\nrest", null, Fit.Met },
        { "any", ".\r\n", null, Fit.Met },
        { "any", "a\n.\n", null, Fit.NotYet },
        { "any", "a\r\n", Ending.Eof, Fit.Missed },
        { "chunk", "BDAT 3\r\nabcrest", null, Fit.Met },
        { "chunk", "bdat 0 last\r\n", null, Fit.Met },
        { "chunk", "BDAT 3\r\nab", null, Fit.NotYet },
        { "chunk", "BDAT 3\r\nab", Ending.Eof, Fit.Missed },
        { "chunk", "BDAT\r\n", null, Fit.Missed },
        { "eof", "", Ending.Eof, Fit.Met },
        { "eof", "", Ending.Reset, Fit.Missed },
        { "eof", "", null, Fit.NotYet },
        { "eof", "x", Ending.Eof, Fit.Missed },
        { "rst", "", Ending.Reset, Fit.Met },
        { "rst", "", Ending.Eof, Fit.Missed },
        { "quiet", "", null, Fit.NotYet },
        { "quiet", "x", null, Fit.Missed },
        { "quiet", "", Ending.Eof, Fit.Missed },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_heard_fits_or_does_not_or_not_yet(string kind, string heard, Ending? ended, Fit fit)
    {
        var octets = Encoding.Latin1.GetBytes(heard);
        var match = Make(kind).Try(octets, ended, TimeSpan.Zero, new Variables());
        Assert.Equal(fit, match.Fit);
        Assert.InRange(match.Length, 0, octets.Length);
        Assert.Equal(fit == Fit.Missed, match.Why.Length > 0);
    }

    [Theory]
    [InlineData("reply", "250 a\r\n250 b", 7)]
    [InlineData("wild", "a  c\r\nx", 6)]
    [InlineData("octets", "a\0bc", 3)]
    [InlineData("body", "..x\r\n.\r\nrest", 8)]
    [InlineData("any", "a\r\n..\r\n.\r\nrest", 10)]
    [InlineData("any", ".\r\n.\r\n", 3)]
    public void Only_what_fits_is_taken(string kind, string heard, int length) => Assert.Equal(
        Judgement.Met(length), Make(kind).Try(Encoding.Latin1.GetBytes(heard), null, TimeSpan.Zero, new Variables()));

    [Fact]
    public void Silence_is_met_when_its_time_is_over()
    {
        var quiet = Make("quiet");
        Assert.Equal(Second, quiet.DecidesAfter);
        Assert.Equal(Fit.Met, quiet.Try([], null, Second, new Variables()).Fit);
        Assert.Equal("the connection was reset instead", quiet.Try([], Ending.Reset, Second, new Variables()).Why);
        Assert.Null(Make("reply").DecidesAfter);
    }

    [Fact]
    public void The_octet_that_is_another_is_told() => Assert.Equal(
        "octet 3 is another", Make("octets").Try("a\0x"u8, null, TimeSpan.Zero, new Variables()).Why);

    private static Expectation Make(string kind) => kind switch
    {
        "reply" => new ReplyExpectation(ReplyPattern.TryParse("250")!),
        "wild" => new LineExpectation("a * c", Comparison.Wild),
        "exact" => new LineExpectation("a * c", Comparison.Exact),
        "regex" => new LineExpectation("^a", Comparison.Regex),
        "octets" => new OctetsExpectation("\"a\\0b\""),
        "body" => new BodyExpectation([], values => Utterance.Body([".x"], raw: false, values)),
        "any" => new AnyBodyExpectation(),
        "chunk" => new AnyChunkExpectation(),
        "eof" => new EndExpectation(Ending.Eof),
        "rst" => new EndExpectation(Ending.Reset),
        _ => new QuietExpectation(Second),
    };

    [Theory]
    [InlineData("EHLO *", "ehlo x", true)]
    [InlineData("MAIL FROM:<*>", "mail FROM:<a@b>", true)]
    [InlineData("MAIL FROM:<*>", "MAIL from:<a@b>", false)]
    [InlineData("DATA", "data", true)]
    [InlineData("hello", "Hello", false)]
    [InlineData("Data here", "data here", false)]
    public async Task A_verb_may_come_in_any_letters_and_nothing_else_may(string expected, string said, bool fits)
    {
        await using var server = SmtpSim.Embedding.ScriptedServer.Start($"S: 220 x\nC: {expected}\nS: 250 fine\n");
        var client = SmtpSim.Embedding.ScriptedClient.PlayAsync(server.EndPoint, $"S: 220\nC: {said}\nS: 250\n");
        if (fits)
            await client;
        else
            await Assert.ThrowsAsync<SmtpSim.Embedding.ScriptFailedException>(() => client);
    }
}
