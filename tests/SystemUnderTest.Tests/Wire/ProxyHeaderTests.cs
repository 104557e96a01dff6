using System.Buffers;
using System.Text;
using FsCheck.Fluent;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.9 192.0.2.1 56324 25\r\nEHLO x\r\n", "192.0.2.9:56324", 41)]
    [InlineData("PROXY TCP6 2001:db8::9 2001:db8::1 56324 25\r\n", "[2001:db8::9]:56324", 45)]
    [InlineData("PROXY UNKNOWN\r\n", null, 15)]
    [InlineData("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", null, 35)]
    public void A_line_says_whose_the_connection_is(string head, string? client, int used)
    {
        Assert.Equal(ProxyHead.Whole, Read(Encoding.ASCII.GetBytes(head), out var octets, out var said));
        Assert.Equal((client, used), (said, octets));
    }

    [Theory]
    [InlineData("21" + "11" + "000C" + "C0000209" + "C0000201" + "DC04" + "0019", "192.0.2.9:56324", 28)]
    [InlineData("21" + "11" + "000F" + "C0000209" + "C0000201" + "DC04" + "0019" + "040000", "192.0.2.9:56324", 31)]
    [InlineData("21" + "21" + "0024" + "20010DB8000000000000000000000009" + "20010DB8000000000000000000000001" + "DC04" + "0019",
        "[2001:db8::9]:56324", 52)]
    [InlineData("20" + "00" + "0000", null, 16)]
    [InlineData("20" + "11" + "000C" + "C0000209" + "C0000201" + "DC04" + "0019", null, 28)]
    [InlineData("21" + "31" + "0002" + "0000", null, 18)]
    public void So_does_the_binary_form(string rest, string? client, int used)
    {
        Assert.Equal(ProxyHead.Whole, Read(Convert.FromHexString(Signature + rest + "4E4F4F50"), out var octets, out var said));
        Assert.Equal((client, used), (said, octets));
    }

    [Theory]
    [InlineData("EHLO client.example\r\n")]
    [InlineData("PROXY\r\n")]
    [InlineData("PROXY TCP4 192.0.2.9\r\n")]
    [InlineData("PROXY TCP4 192.0.2.9 192.0.2.1 99999 25\r\n")]
    [InlineData("PROXY TCP4 host.example 192.0.2.1 1 25\r\n")]
    [InlineData("PROXY UDP4 192.0.2.9 192.0.2.1 1 25\r\n")]
    [InlineData("proxy TCP4 192.0.2.9 192.0.2.1 1 25\r\n")]
    [InlineData("X")]
    public void What_is_no_header_never_will_be(string head) =>
        Assert.Equal(ProxyHead.Wrong, Read(Encoding.ASCII.GetBytes(head), out _, out _));

    [Theory]
    [InlineData("11" + "11" + "000C")]
    [InlineData("22" + "11" + "000C")]
    [InlineData("21" + "11" + "0004" + "C0000209")]
    public void Nor_what_announces_nonsense(string rest) =>
        Assert.Equal(ProxyHead.Wrong, Read(Convert.FromHexString(Signature + rest), out _, out _));

    [Fact]
    public void A_line_without_end_is_not_waited_for()
    {
        Assert.Equal(ProxyHead.Partial, Read(Encoding.ASCII.GetBytes("PROXY " + new string('x', 100)), out _, out _));
        Assert.Equal(ProxyHead.Wrong, Read(Encoding.ASCII.GetBytes("PROXY " + new string('x', 101)), out _, out _));
    }

    [Fact]
    public void However_it_is_cut_the_rest_is_waited_for()
    {
        foreach (var whole in new[]
        {
            Encoding.ASCII.GetBytes("PROXY TCP4 192.0.2.9 192.0.2.1 56324 25\r\n"),
            Convert.FromHexString(Signature + "2111000C" + "C0000209" + "C0000201" + "DC040019"),
        })
        {
            for (var i = 0; i < whole.Length; i++)
                Assert.Equal(ProxyHead.Partial, Read(whole[..i], out _, out _));
            Assert.Equal(ProxyHead.Whole, Read(whole, out _, out _));
        }
    }

    [Fact]
    public void Whatever_comes_it_never_throws() => Generators.Holds(Prop.ForAll(
        Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), octets =>
        {
            Read([.. Convert.FromHexString(Signature), .. octets], out _, out _);
            Read([.. "PROXY "u8, .. octets], out _, out _);
        }), 1000);

    private static ProxyHead Read(byte[] octets, out long used, out string? client)
    {
        var head = ProxyHeader.Read(new ReadOnlySequence<byte>(octets), out used, out var said);
        client = said?.ToString();
        return head;
    }
}
