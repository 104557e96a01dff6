using FsCheck.Fluent;
using SmtpSim.Tests.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class EscapesTests
{
    [Fact]
    public void Decoding_undoes_encoding() => Always.Holds(Always.Octets(200), octets =>
    {
        Assert.True(Escapes.TryDecode(Escapes.Encode(octets), out var decoded, out var wrongAt));
        Assert.Equal(octets, decoded);
        Assert.Equal(-1, wrongAt);
    }, 500);

    [Fact]
    public void What_is_encoded_is_printable_and_may_stand_in_a_transcript() => Always.Holds(Always.Octets(200), octets =>
    {
        var text = Escapes.Encode(octets);
        Assert.All(text, c => Assert.InRange(c, ' ', '~'));
        Assert.Equal("", Wrong.Of($"C> \"{text}\"\n"));
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("\r\n\t\0\\\"", @"\r\n\t\0\\\""")]
    [InlineData("\u007f\u001b", @"\x7f\x1b")]
    [InlineData("{a{{b{{{", @"{a\x7b{b\x7b\x7b{")]
    [InlineData("plain 'text' ~", "plain 'text' ~")]
    public void Each_octet_has_one_way_to_be_written(string octets, string text) =>
        Assert.Equal(text, Octets.Of(octets).ToString());

    [Theory]
    [InlineData(@"\q", 0)]
    [InlineData(@"ab\", 2)]
    [InlineData(@"\r\x", 2)]
    [InlineData(@"\x1", 0)]
    [InlineData(@"\x 1", 0)]
    [InlineData(@"\\\xg0", 2)]
    [InlineData(@"\xff\N", 4)]
    public void A_wrong_escape_is_found_where_it_is(string text, int at)
    {
        Assert.False(Escapes.TryDecode(text, out _, out var wrongAt));
        Assert.Equal(at, wrongAt);
    }

    [Theory]
    [InlineData("ü", new byte[] { 0xc3, 0xbc })]
    [InlineData("😀", new byte[] { 0xf0, 0x9f, 0x98, 0x80 })]
    [InlineData(@"\xFf\xaB", new byte[] { 0xff, 0xab })]
    public void Text_is_UTF8_and_hexadecimal_has_either_case(string text, byte[] octets)
    {
        Assert.True(Escapes.TryDecode(text, out var decoded, out _));
        Assert.Equal(octets, decoded);
    }

    [Fact]
    public void Any_text_is_decoded_or_wrong_somewhere_in_it() => Always.Holds(
        Always.Some(Gen.OneOf(Gen.Choose(0, 0xffff).Select(c => (char)c), Gen.Elements('\\', 'x', 'r', '"', '\ud83d')), 20)
            .Select(string.Concat),
        text =>
        {
            if (!Escapes.TryDecode(text, out _, out var wrongAt))
                Assert.Equal('\\', text[wrongAt]);
        });
}
