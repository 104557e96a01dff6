using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

[Trait("Rows", "RP-21")]
public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("192.0.2.9", "192.0.2.9", true)]
    [InlineData("192.0.2.9", "::ffff:192.0.2.9", true)]
    [InlineData("192.0.2.9", "192.0.2.8", false)]
    [InlineData("192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("192.0.2.77/24", "192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.1", true)]
    [InlineData("0.0.0.0/0", "203.0.113.1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:db8::1", "2001:db8::1", true)]
    [InlineData("10.0.0.0/9", "10.127.0.1", true)]
    [InlineData("10.0.0.0/9", "10.128.0.1", false)]
    public void It_holds_an_address_or_not(string range, string address, bool holds) =>
        Assert.Equal(holds, AddressRange.Parse(range)!.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/24/24")]
    [InlineData("2001:db8::/129")]
    [InlineData("::ffff:192.0.2.0/90")]
    [InlineData("192.0.2/24")]
    public void What_is_no_range_is_none(string text) => Assert.Null(AddressRange.Parse(text));

    [Theory]
    [InlineData("192.0.2.9/24", "192.0.2.0/24")]
    [InlineData("192.0.2.9", "192.0.2.9")]
    [InlineData("2001:db8::/32", "2001:db8::/32")]
    public void It_is_written_as_short_as_it_can_be(string text, string written) =>
        Assert.Equal(written, AddressRange.Parse(text)!.ToString());
}
