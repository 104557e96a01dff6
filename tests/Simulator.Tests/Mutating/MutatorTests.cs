using SmtpSim.Mutating;

namespace SmtpSim.Tests.Mutating;

[Trait("Rows", "SM-13")]
public sealed class MutatorTests
{
    private static readonly Speech Valid = Speeches.Of("EHLO x\r\n", "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n", "QUIT\r\n");

    [Fact]
    public void A_seed_and_a_number_say_it_all()
    {
        var (one, two) = (new Mutator([("a", Valid)], 42), new Mutator([("a", Valid)], 42));
        foreach (var number in new[] { 9L, 1, 5_000_000_000, 2 })
            Assert.Equal(one.Make(number).Speech.Writes, two.Make(number).Speech.Writes);
        Assert.NotEqual(one.Make(1).Speech.Writes, new Mutator([("a", Valid)], 43).Make(1).Speech.Writes);
    }

    [Fact]
    public void Every_way_to_spoil_is_used_and_changes_something()
    {
        var mutator = new Mutator([("a", Valid), ("b", Speeches.Of("NOOP\r\n"))], 1);
        var mutants = Enumerable.Range(1, 2000).Select(n => mutator.Make(n)).ToList();
        Assert.Equal(
            Mutations.All.Select(m => m.Name).Order(), mutants.SelectMany(m => m.Changes).Distinct().Order());
        Assert.Equal(["a", "b"], mutants.Select(m => m.From).Distinct().Order());
        Assert.InRange(mutants.Count(m => m.Speech.Writes.SequenceEqual(Valid.Writes)), 0, 200);
        Assert.InRange(mutants.Max(m => m.Speech.Length), 60_000, 600_000);
    }

    [Fact]
    public void Nothing_to_spoil_is_no_fault()
    {
        var mutator = new Mutator([("a", Speeches.Of("x"))], 1);
        Assert.All(Enumerable.Range(1, 2000), n => Assert.NotNull(mutator.Make(n).Speech));
    }
}
