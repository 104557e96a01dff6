using System.Text;
using SmtpSim.Comparing;
using SmtpSim.Playing;
using SmtpSim.Tests.Transcripts;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Comparing;

public sealed class SideBySideTests
{
    private readonly SessionLog _log = new(TimeProvider.System);

    [Fact]
    public void A_mismatch_is_shown_beside_what_was_expected()
    {
        var lines = Show("S: 250 has SIZE", @"250-x\r\n250 DSN\r\n", "the reply does not offer SIZE");
        // The file in which the line stands, which an include may have brought.
        Assert.Equal("t.smtp:1: S: 250", lines[0]);
        Assert.Equal("expected                             │ came after 1.500 s", lines[1]);
        Assert.Equal(new string('─', 37) + "┼" + new string('─', 37), lines[2]);
        Assert.Equal(@"S: 250 has SIZE                      │ 250-x\r\n", lines[3]);
        Assert.Equal(@"                                     │ 250 DSN\r\n", lines[4]);
        Assert.Equal("because the reply does not offer SIZE", lines[5]);
    }

    [Fact]
    public void A_long_line_is_broken_so_that_80_columns_hold_it()
    {
        var lines = Show(new string('a', 100), new string('b', 80), "x");
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 80));
        Assert.Equal(100, lines.Sum(l => l.Count(c => c == 'a')) - lines.Where(l => l.Contains("came", StringComparison.Ordinal)
            || l.StartsWith("because", StringComparison.Ordinal) || l.StartsWith("t.smtp", StringComparison.Ordinal))
            .Sum(l => l.Count(c => c == 'a')));
    }

    [Fact]
    public void All_that_was_said_is_shown_line_by_line()
    {
        _log.Said("1", "EHLO x\r\nNOOP\r\nhalf"u8);
        _log.Heard("relay", "250 \0\xff\n"u8);
        _log.Note("1", "close");
        var said = SideBySide.Said(_log).Select(l => l[9..]).ToList();
        Assert.Equal(
            [@"  1  -> EHLO x\r\n", @"  1  -> NOOP\r\n", "  1  -> half", @"  relay <- 250 \0\xc3\xbf\n", "  1     (close)"],
            said);
    }

    [Fact]
    public void Only_the_last_lines_of_a_long_talk_are_shown()
    {
        for (var i = 0; i < 50; i++)
            _log.Said("1", "x\n"u8);
        var said = SideBySide.Said(_log).ToList();
        Assert.Equal(41, said.Count);
        Assert.Equal("(10 earlier lines left out)", said[0]);
    }

    [Fact]
    public void An_endless_line_is_cut_short()
    {
        _log.Said("1", new byte[1000]);
        Assert.EndsWith("… (2000 characters)", Assert.Single(SideBySide.Said(_log)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_mismatch_there_is_only_what_was_said()
    {
        _log.Said("1", "x\r\n"u8);
        Assert.Single(SideBySide.Show(new Outcome(End.Passed, "", null, _log), "t.smtp"));
    }

    private IReadOnlyList<string> Show(string expected, string heard, string why)
    {
        var at = TimeSpan.FromMilliseconds(1500);
        var mismatch = new Mismatch(Wrong.Single<Line>("S: 250"), "1", expected, heard, why, at);
        return SideBySide.Show(new Outcome(End.Failed, why, mismatch, _log), "t.smtp");
    }

    [Fact]
    public void No_character_is_broken_in_halves()
    {
        var lines = Show(new string('a', 35) + "😀", "", "x");
        Assert.All(lines, l => Assert.Equal(l, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(l))));
    }
}
