using FsCheck.Fluent;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class OctetsTests
{
    [Fact]
    public void Octets_are_compared_by_content() => Always.Holds(Always.Octets(4).Two(), pair =>
    {
        var (a, b) = pair;
        var (left, right) = (new Octets(a), new Octets(b));
        Assert.Equal(a.SequenceEqual(b), left == right);
        Assert.Equal(!a.SequenceEqual(b), left != right);
        Assert.True(left.Equals((object)new Octets(a)));
        Assert.Equal(left.GetHashCode(), new Octets(a).GetHashCode());
    });

    [Fact]
    public void Joining_slices_gives_the_whole_again() => Always.Holds(
        from octets in Always.Octets()
        from at in Gen.Choose(0, octets.Length)
        select (octets, at),
        t =>
        {
            var whole = new Octets(t.octets);
            Assert.Equal(whole, Octets.Join([whole.Slice(0, t.at), whole.Slice(t.at, whole.Length - t.at)]));
        });

    [Fact]
    public void A_line_ends_in_CRLF() => Assert.Equal("ü\r\n"u8.ToArray(), Octets.OfLine("ü").ToArray());

    [Fact]
    public void What_is_not_UTF8_is_one_character_an_octet()
    {
        Assert.Equal("ü", Octets.Of("ü").Text);
        Assert.Equal("a\u00ff\u00c3", new Octets([0x61, 0xff, 0xc3]).Text);
    }

    [Fact]
    public void Nothing_is_no_octets()
    {
        Octets nothing = default;
        Assert.Equal((0, "", ""), (nothing.Length, nothing.Text, nothing.ToString()));
        Assert.Empty(nothing.ToArray());
        Assert.Equal(new Octets([]), nothing);
    }

    [Fact]
    public void Octets_do_not_change_with_the_array_they_came_from()
    {
        byte[] bytes = [1, 2];
        var octets = new Octets(bytes);
        bytes[0] = 9;
        octets.ToArray()[1] = 9;
        Assert.Equal([1, 2], octets.ToArray());
    }
}
