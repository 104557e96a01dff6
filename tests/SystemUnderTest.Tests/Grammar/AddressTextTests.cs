using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("192.168.009.001", "192.168.9.1")]
    [InlineData("::1", "::1")]
    [InlineData("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6::", "1:2:3:4:5:6:0:0")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1")]
    [InlineData("1:2:3:4:5:6:10.0.0.1", "1:2:3:4:5:6:a00:1")]
    [InlineData("10.0.1", null)]
    [InlineData("1", null)]
    [InlineData("0x7f.0.0.1", null)]
    [InlineData("256.0.0.1", null)]
    [InlineData("1.2.3.", null)]
    [InlineData("1.2.3.+4", null)]
    [InlineData("1.2.3.0004", null)]
    [InlineData("1:2:3:4:5:6:7::", null)]
    [InlineData("1:2:3:4:5::10.0.0.1", null)]
    [InlineData("::1.2.3", null)]
    [InlineData("fe80::1%3", null)]
    [InlineData("[::1]", null)]
    [InlineData("::1/64", null)]
    [InlineData("", null)]
    public void Addresses_are_those_of_RFC_5321(string text, string? address) =>
        Assert.Equal(address is null ? null : IPAddress.Parse(address), AddressText.Parse(text));

    [Fact]
    public void An_IPv4_address_in_IPv6_notation_is_an_IPv4_address() =>
        Assert.Equal(IPAddress.Parse("10.0.0.1"), AddressText.Plain(AddressText.Parse("::ffff:10.0.0.1")!));
}
