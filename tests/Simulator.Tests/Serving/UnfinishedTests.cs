using SmtpSim.Serving;

namespace SmtpSim.Tests.Serving;

public sealed class UnfinishedTests
{
    [Fact]
    public void What_all_hold_together_has_a_bound()
    {
        var mail = new Unfinished(100);
        Assert.True(mail.TryChange(60));
        Assert.False(mail.TryChange(60));
        Assert.True(mail.TryChange(-60));
        Assert.True(mail.TryChange(40));
    }
}
