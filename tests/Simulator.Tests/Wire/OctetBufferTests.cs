using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class OctetBufferTests
{
    // What is appended each time, and how much of a thousandth of all that waits is then taken.
    private static readonly Gen<List<(int Size, int Share)>> Work = Always.Some(
        from size in Gen.Frequency((3, Gen.Choose(0, 100)), (2, Gen.Choose(1000, 5000)), (1, Gen.Choose(8000, 70000)))
        from share in Gen.Frequency((2, Gen.Choose(0, 1000)), (1, Gen.Elements(0, 1000)))
        select (size, share), 30);

    [Fact]
    public void A_buffer_behaves_like_a_list() => Always.Holds(Work, work =>
    {
        var (buffer, list, next) = (new OctetBuffer(), new List<byte>(), (byte)0);
        foreach (var (size, share) in work)
        {
            var octets = Enumerable.Range(0, size).Select(_ => next++).ToArray();
            buffer.Append(octets);
            list.AddRange(octets);
            Assert.True(buffer.Span.SequenceEqual(list.ToArray()));
            var taken = list.Count * share / 1000;
            buffer.Take(taken);
            list.RemoveRange(0, taken);
            Assert.True(buffer.Span.SequenceEqual(list.ToArray()));
        }
    });

    [Fact]
    public void Taking_more_than_waits_is_refused()
    {
        var buffer = new OctetBuffer();
        buffer.Append("abc"u8);
        buffer.Take(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Take(3));
        Assert.True(buffer.Span.SequenceEqual("bc"u8));
    }
}
