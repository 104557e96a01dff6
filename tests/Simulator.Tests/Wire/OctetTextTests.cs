using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class OctetTextTests
{
    private static readonly Gen<byte[]> Some = Gen.Frequency(
        (2, Always.Octets(8)),
        (1, Always.Some(Gen.Elements("\u00fc", "\U0001F600", "a"), 3).Select(t => Encoding.UTF8.GetBytes(string.Concat(t)))),
        (1, Always.Some(Gen.Elements<byte>(0xED, 0xB3, 0xBC, 0xC3, 0xF0, 0x9F, 0x98, 0x80), 5).Select(o => o.ToArray())));

    [Fact]
    public void Octets_are_the_same_when_they_come_back() =>
        Always.Holds(Some, octets => Assert.Equal(octets, OctetText.Octets(OctetText.Of(octets))), 2000);

    [Fact]
    public void Different_octets_are_different_texts() => Always.Holds(
        Some.SelectMany(one => Some.Select(other => (one, other))),
        two => Assert.Equal(two.one.SequenceEqual(two.other), OctetText.Of(two.one) == OctetText.Of(two.other)),
        2000);

    [Fact]
    public void Text_is_UTF_8() => Always.Holds(Always.Some(Gen.Elements("\u00fc", "\U0001F600", "a", "\uFFFF"), 5), parts =>
    {
        var text = string.Concat(parts);
        Assert.Equal(Encoding.UTF8.GetBytes(text), OctetText.Octets(text));
        Assert.Equal(text, OctetText.Of(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(text, OctetText.Shown(text));
    });

    [Theory]
    [InlineData("gr\\xfc\\xdf", "gr\\xfc\\xdf")]
    [InlineData("gr\\xc3\\xbc\\xfc", "gr\u00fc\\xfc")]
    [InlineData("\\xf0\\x9f\\x98\\x80\\xed\\xb3\\xbc", "\U0001F600\\xed\\xb3\\xbc")]
    public void What_is_no_UTF_8_is_shown_as_escapes(string source, string shown)
    {
        Assert.True(Escapes.TryDecode(source, out var octets, out _));
        Assert.Equal(shown, OctetText.Shown(OctetText.Of(octets)));
    }
}
