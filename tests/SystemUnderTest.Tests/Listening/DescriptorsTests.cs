using SmtpGate.Listening;

namespace SmtpGate.Tests.Listening;

public sealed class DescriptorsTests
{
    [Theory]
    [InlineData(256, 100, 92)]
    [InlineData(1024, 100, 796)]
    [InlineData(256, 192, 0)]
    [InlineData(256, 255, 0)]
    [InlineData(100, 90, 0)]
    public void Clients_have_what_is_left_but_for_a_reserve(int most, int used, int clients)
    {
        var taken = 0;
        var descriptors = new Descriptors(most, () => used + taken);
        while (taken < 2000 && descriptors.TryTake())
            taken++;
        Assert.Equal(clients, taken);
    }

    [Fact]
    public void Where_there_is_not_one_to_count_with_there_is_none()
    {
        var isFull = true;
        var descriptors = new Descriptors(256, () => isFull ? throw new IOException("too many open files") : 100);
        Assert.False(descriptors.TryTake());
        isFull = false;
        Assert.True(descriptors.TryTake());
    }

    [Fact]
    public void When_some_are_free_again_they_can_be_taken_again()
    {
        var used = 192;
        var descriptors = new Descriptors(256, () => used);
        Assert.False(descriptors.TryTake());
        used = 191;
        Assert.True(descriptors.TryTake());
    }

    [Fact]
    public void It_counts_seldom_where_there_are_many()
    {
        var counted = 0;
        var descriptors = new Descriptors(1_000_000, () => ++counted);
        for (var i = 0; i < 100_000; i++)
            Assert.True(descriptors.TryTake());
        Assert.Equal(1, counted);
    }

    [Fact]
    public void Where_nobody_knows_the_limit_there_is_none() => Assert.True(new Descriptors(null, () => int.MaxValue).TryTake());
}
