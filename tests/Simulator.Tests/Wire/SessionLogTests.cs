using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class SessionLogTests
{
    [Fact]
    public void Entries_come_out_as_they_went_in()
    {
        var log = new SessionLog(TimeProvider.System);
        log.Said("1", "220 hi\r\n"u8);
        log.Heard("relay", new byte[5000]);
        log.Note("1", "close");
        Assert.Equal(
            [("1", Happening.Said, 8, ""), ("relay", Happening.Heard, 5000, ""), ("1", Happening.Note, 0, "close")],
            log.Entries.Select(e => (e.Connection, e.What, e.Octets.Length, e.Text)));
        Assert.Equal(0, log.Forgotten);
    }

    [Fact]
    public void A_log_forgets_its_oldest_entries_and_counts_them()
    {
        var log = new SessionLog(TimeProvider.System, keep: 50_000);
        for (var i = 0; i < 100_000; i++)
            log.Said("1", BitConverter.GetBytes(i));
        var kept = log.Entries;
        Assert.InRange(kept.Count, 100, 2000);
        Assert.Equal(100_000, kept.Count + log.Forgotten);
        Assert.Equal(
            Enumerable.Range(100_000 - kept.Count, kept.Count), kept.Select(e => BitConverter.ToInt32(e.Octets.Span)));
    }

    [Fact]
    public void Entries_without_octets_are_forgotten_too()
    {
        var log = new SessionLog(TimeProvider.System, keep: 50_000);
        for (var i = 0; i < 10_000; i++)
            log.Note("1", "again");
        Assert.InRange(log.Entries.Count, 100, 2000);
    }

    [Fact]
    public void What_was_read_stays_when_the_log_forgets_it()
    {
        var log = new SessionLog(TimeProvider.System, keep: 2000);
        log.Said("1", "first"u8);
        var first = log.Entries[0];
        for (var i = 0; i < 1000; i++)
            log.Said("1", "another"u8);
        Assert.Equal("first", first.Octets.Text);
    }
}
