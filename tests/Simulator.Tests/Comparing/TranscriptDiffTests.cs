using SmtpSim.Comparing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Comparing;

[Trait("Rows", "SM-10")]
public sealed class TranscriptDiffTests
{
    private const string Session = "S: 220 mx.example ESMTP\nC: EHLO me\nS: 250-mx.example\nS: 250-SIZE 10\nS: 250 PIPELINING\n"
        + "C: RCPT TO:<a@b>\nS: 250 2.1.5 ok\nC: QUIT\nS: 221 bye\n";

    [Theory]
    [InlineData("", "", "")]
    [InlineData("220 mx.example", "220 other.example", "")]
    [InlineData("2.1.5 ok", "2.1.5 fine", "line 7: text \"ok\" -> \"fine\"|  - S: 250 2.1.5 ok|  + S: 250 2.1.5 fine")]
    [InlineData("250 2.1.5 ok", "550 5.1.1 no", "line 7: code 250 -> 550, enhanced code 2.1.5 -> 5.1.1, text \"ok\" -> \"no\"|"
        + "  - S: 250 2.1.5 ok|  + S: 550 5.1.1 no")]
    [InlineData("2.1.5 ok", "ok", "line 7: enhanced code 2.1.5 -> (none)|  - S: 250 2.1.5 ok|  + S: 250 ok")]
    [InlineData("S: 250-SIZE 10\n", "", "line 3: without \"SIZE 10\"|  - S: 250-mx.example|  - S: 250-SIZE 10|"
        + "  - S: 250 PIPELINING|  + S: 250-mx.example|  + S: 250 PIPELINING")]
    [InlineData("C: QUIT\nS: 221 bye\n", "", "line 8: only in the first|  - C: QUIT|line 9: only in the first|  - S: 221 bye")]
    [InlineData("C: QUIT", "C: NOOP\nS: 250 hm\nC: QUIT", "line 8: only in the second|  + C: NOOP|line 9: only in the second|"
        + "  + S: 250 hm")]
    [InlineData("C: RCPT TO:<a@b>", "C: RCPT TO:<c@d>", "line 6: text \"RCPT TO:<a@b>\" -> \"RCPT TO:<c@d>\"|"
        + "  - C: RCPT TO:<a@b>|  + C: RCPT TO:<c@d>")]
    [InlineData("S: 250 2.1.5", "[+1.5] S: 250 2.1.5", "")]
    // RFC 5321 4.2.1: one code, and a space behind it.
    [InlineData("S: 250 PIPELINING", "S: 251 PIPELINING", "line 3: code 250 -> 250/251|  - S: 250-mx.example|  - S: 250-SIZE 10|"
        + "  - S: 250 PIPELINING|  + S: 250-mx.example|  + S: 250-SIZE 10|  + S: 251 PIPELINING")]
    [InlineData("S: 221 bye", "S: 221_bye", "line 9: text \"bye\" -> \"_bye\"|  - S: 221 bye|  + S: 221_bye")]
    [InlineData("S: 221 bye", "S: 221   bye", "line 9: text \"bye\" -> \"  bye\"|  - S: 221 bye|  + S: 221   bye")]
    [InlineData("2.1.5 ok", "2.1.5  ok", "line 7: text \"ok\" -> \" ok\"|  - S: 250 2.1.5 ok|  + S: 250 2.1.5  ok")]
    [InlineData("S: 221 bye", "S2: 221 bye", "line 9: only in the first|  - S: 221 bye|line 9: only in the second|"
        + "  + S2: 221 bye")]
    [InlineData("S: 250 2.1.5 ok", "S> \"250 \"\n[+1.5] S> \"2.1.5 ok\"\nS> \"\\r\\n\"", "")]
    [InlineData("S: 250 2.1.5 ok", "S> \"250 2.1.5 o\"\nS> \"k\\r\\n\"", "")]
    [InlineData("S: 250 PIPELINING", "S> \"250 PIPE\"\nS+ LINING", "")]
    [InlineData("C: RCPT TO:<a@b>", "C> \"RC\"\nC> \"PT TO:<a@b>\\r\\n\"", "")]
    [InlineData("S: 250 2.1.5 ok", "S> \"250 2.1.5 ok\\n\"", "line 7: only in the first|  - S: 250 2.1.5 ok|"
        + "line 7: only in the second|  + S> \"250 2.1.5 ok\\n\"")]
    public void Differences_are_told_reply_by_reply(string part, string instead, string told)
    {
        var other = part.Length == 0 ? Session : Session.Replace(part, instead, StringComparison.Ordinal);
        var differences = new TranscriptDiff(Masks.Of(null)!).Between(
            Stage.Source(Session).Transcript, Stage.Source(other).Transcript);
        Assert.Equal(told, string.Join('|', DiffText.Show(differences)));
    }

    [Theory]
    [InlineData("@body <<E\nSubject: a\nE\n", "@body <<E\nSubject: b\nE\n", "without \"Subject: a\", with \"Subject: b\"")]
    [InlineData("S: 250-go\nS: 250-go\nS: 250 go\n", "S: 250 go\n", "lines 3 -> 1")]
    [InlineData("@repeat 2\nC: NOOP\n@end\n", "@repeat 2\nC: RSET\n@end\n", "without \"C: NOOP\", with \"C: RSET\"")]
    [InlineData("@body <<E\na\nE\n", "[+1.5] @body <<E\na\nE\n", null)]
    public void Bodies_and_blocks_are_compared_too(string left, string right, string? why) => Assert.Equal(
        why,
        new TranscriptDiff(Masks.Of(null)!).Between(Stage.Source(left).Transcript, Stage.Source(right).Transcript)
            .SingleOrDefault()?.Why);

    [Theory]
    [InlineData("S: 250 one\nS: 550 two\nor S: 551 two\n", "S: 250 one\nS: 550 two\n")]
    [InlineData("S: 250 a\tb\n", "S> \"250 a\\tb\"\nS> \"\\r\\n\"\n")]
    [InlineData("S: 250-2.1.0 a\nS: 250 2.1.0\n", "S> \"250-2.1.0 a\\r\\n250\"\nS> \" 2.1.0\\r\\n\"\n")]
    public void Alternatives_and_pieces_are_no_differences(string left, string right) => Assert.Empty(
        new TranscriptDiff(Masks.Of(null)!).Between(Stage.Source(left).Transcript, Stage.Source(right).Transcript));

    // More than one table holds: in halves it is the same.
    [Fact]
    public void Long_sessions_are_compared_without_their_square()
    {
        var left = Enumerable.Range(0, 6000).Select(i => $"C: W{i % 97}\nS: 250 {i % 97}\n").ToArray();
        var right = left.Where((_, i) => i is not (100 or 3001 or 5999)).ToArray();
        right[0] = "C: X\nS: 250 0\n";
        var differences = new TranscriptDiff(Masks.Of(null)!).Between(
            Stage.Source(string.Concat(left)).Transcript, Stage.Source(string.Concat(right)).Transcript);
        Assert.Equal(
            ["C: W0", "C: X", "C: W3", "S: 250 3", "C: W91", "S: 250 91", "C: W82", "S: 250 82"],
            differences.Select(d => (d.Left ?? d.Right)!).Select(e => TranscriptWriter.Show(e.Steps[0])));
    }

    [Fact]
    public void Keywords_in_another_order_are_told_as_such()
    {
        var other = Session.Replace(
            "S: 250-SIZE 10\nS: 250 PIPELINING", "S: 250-PIPELINING\nS: 250 SIZE 10", StringComparison.Ordinal);
        var difference = Assert.Single(new TranscriptDiff(Masks.Of("none")!).Between(
            Stage.Source(Session).Transcript, Stage.Source(other).Transcript));
        Assert.Equal("the lines in another order", difference.Why);
    }
}
