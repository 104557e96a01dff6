using SmtpSim.Mutating;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Mutating;

public sealed class MutationsTests
{
    private static readonly Speech Valid = Speeches.Of("EHLO x\r\n", "QUIT\r\n");

    [Theory]
    [InlineData("an octet too many", 1, 2)]
    [InlineData("an octet missing", -1, 2)]
    [InlineData("an octet is another", 0, 2)]
    [InlineData("a bit turned over", 0, 2)]
    [InlineData("two writes in the other order", 0, 2)]
    [InlineData("a write in pieces", 0, 3)]
    [InlineData("two writes in one", 0, 1)]
    public void Each_does_what_it_is_called(string name, int longer, int writes)
    {
        var apply = Mutations.All.Single(m => m.Name == name).Apply;
        for (var seed = 0; seed < 200; seed++)
        {
            var spoilt = apply(Valid, new Random(seed))!;
            Assert.Equal((Valid.Length + longer, writes), (spoilt.Length, spoilt.Writes.Count));
        }
    }

    [Theory]
    [InlineData("two writes in the other order")]
    [InlineData("a write missing")]
    [InlineData("two writes in one")]
    [InlineData("a write in pieces")]
    public void What_cannot_be_done_is_not_done(string name) =>
        Assert.Null(Mutations.All.Single(m => m.Name == name).Apply(Speeches.Of("x"), new Random(1)));

    [Theory]
    [InlineData("a line end is another", "NOOP\\n", "NOOP\\r", "NOOP")]
    [InlineData("a message's end instead of a line's", "NOOP\\r\\n.\\r\\n", "NOOP\\r\\n.\\n", "NOOP\\r.\\r\\n")]
    public void Line_ends_become_all_that_parsers_mistake_for_them(string name, params string[] mistaken)
    {
        var apply = Mutations.All.Single(m => m.Name == name).Apply;
        var ends = Enumerable.Range(0, 500)
            .Select(seed => Octets.Join(apply(Speeches.Of("NOOP\r\n"), new Random(seed))!.Writes).ToString()).ToHashSet();
        Assert.Superset(mistaken.ToHashSet(), ends);
    }
}
