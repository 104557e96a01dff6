using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

[Trait("Rows", "SM-03")]
public sealed class DescriptorsTests
{
    [Fact]
    public void A_part_of_what_there_is_is_never_for_clients()
    {
        var open = 20;
        var descriptors = new Descriptors(1024, () => open);
        while (!descriptors.AreScarce())
            open++;
        Assert.Equal(1024 - 128, open);
        open -= 10;
        Assert.False(descriptors.AreScarce());
    }

    [Fact]
    public void A_client_costs_no_look_at_all_that_is_open()
    {
        var looks = 0;
        var descriptors = new Descriptors(20_000, () => ++looks);
        for (var i = 0; i < 1000; i++)
            Assert.False(descriptors.AreScarce());
        Assert.Equal(1, looks);
    }

    [Fact]
    public void Where_nobody_knows_the_limit_there_is_none() =>
        Assert.False(new Descriptors(null, () => throw new InvalidOperationException("not to be counted")).AreScarce());
}
