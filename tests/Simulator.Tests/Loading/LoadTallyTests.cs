using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class LoadTallyTests
{
    [Fact]
    public void What_went_wrong_is_told_most_often_first_and_does_not_grow_for_ever()
    {
        var tally = new LoadTally();
        for (var i = 0; i < 1000; i++)
            tally.Refuse($"kind {i}", TimeSpan.Zero, TimeSpan.Zero);
        tally.Break("kind 7", TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal((1000, 1, 100), (tally.Refused, tally.Broken, tally.Troubles.Count));
        Assert.Equal(("kind 7", 2), (tally.Troubles[0].Key, tally.Troubles[0].Value));
    }

    [Fact]
    public void Times_are_a_copy()
    {
        var tally = new LoadTally();
        tally.Record(LoadStage.Mail, TimeSpan.FromMilliseconds(1));
        var times = tally.Times(LoadStage.Mail);
        tally.Record(LoadStage.Mail, TimeSpan.FromMilliseconds(2));
        Assert.Equal((1, 2), (times.Count, tally.Times(LoadStage.Mail).Count));
    }
}
