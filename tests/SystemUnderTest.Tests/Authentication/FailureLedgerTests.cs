using System.Net;
using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

[Trait("Rows", "AU-17")]
public sealed class FailureLedgerTests
{
    private static readonly FailureLimits Limits = new(3, 2, TimeSpan.FromMinutes(10));
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.9");

    private readonly ManualTime _clock = new();
    private readonly FailureLedger _ledger;

    public FailureLedgerTests() => _ledger = new FailureLedger(_clock);

    [Fact]
    public void Past_its_limit_an_address_or_a_user_is_blocked_and_no_other()
    {
        Fail("joe");
        Assert.False(_ledger.IsBlocked("joe", Limits));
        Fail("joe");
        Assert.True(_ledger.IsBlocked("joe", Limits));
        Assert.False(_ledger.IsBlocked(Client, Limits) || _ledger.IsBlocked("Joe", Limits));
        Fail("ann");
        Assert.True(_ledger.IsBlocked(Client, Limits));
        Assert.False(_ledger.IsBlocked(IPAddress.Parse("192.0.2.8"), Limits));
    }

    [Fact]
    public void A_block_lasts_until_enough_failures_are_forgotten()
    {
        Fail("joe");
        _clock.Advance(TimeSpan.FromMinutes(5));
        Fail("joe");
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.True(_ledger.IsBlocked("joe", Limits));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(_ledger.IsBlocked("joe", Limits));
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::2", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    [InlineData("::ffff:192.0.2.9", "192.0.2.9", true)]
    public void A_network_of_IPv6_is_one_address(string failed, string tried, bool blocked)
    {
        for (var i = 0; i < 3; i++)
            _ledger.Add(IPAddress.Parse(failed), "", Limits);
        Assert.Equal(blocked, _ledger.IsBlocked(IPAddress.Parse(tried), Limits));
    }

    [Fact]
    public void Without_limits_nobody_is_blocked()
    {
        var none = Limits with { PerAddress = null, PerUser = null };
        for (var i = 0; i < 100; i++)
            _ledger.Add(Client, "joe", none);
        Assert.False(_ledger.IsBlocked("joe", none) || _ledger.IsBlocked(Client, none) || _ledger.IsBlocked("joe", Limits));
        Assert.False(_ledger.IsBlocked("", Limits) || _ledger.IsBlocked((IPAddress?)null, Limits));
    }

    [Fact]
    public void Ever_other_names_do_not_fill_the_memory_and_the_newest_stay()
    {
        for (var i = 0; i < 120_000; i++)
            _ledger.Add(null, $"user{i}", Limits);
        _ledger.Add(null, "user119999", Limits);
        Assert.True(_ledger.IsBlocked("user119999", Limits));
    }

    private void Fail(string user) => _ledger.Add(Client, user, Limits);
}
