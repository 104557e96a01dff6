using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class LineEndsTests
{
    // Mostly line ends, so that they meet.
    private static readonly Gen<byte[]> Texts = Gen.Elements((byte)'\r', (byte)'\n', (byte)'a').ArrayOf();

    [Theory]
    [InlineData("", false)]
    [InlineData("no end", false)]
    [InlineData("a\r\nb\r\n", false)]
    [InlineData("\r\n\r\n", false)]
    [InlineData("a\nb", true)]
    [InlineData("a\rb", true)]
    [InlineData("a\r\r\n", true)]
    [InlineData("a\r\n\n", true)]
    [InlineData("a\r", true)]
    public void Only_CRLF_ends_a_line(string text, bool hasBare)
    {
        var whole = new LineEnds();
        whole.Look(Encoding.ASCII.GetBytes(text));
        Assert.Equal(hasBare, whole.HasBare);
        var pieces = new LineEnds();
        foreach (var octet in Encoding.ASCII.GetBytes(text))
            pieces.Look([octet]);
        Assert.Equal(hasBare, pieces.HasBare);
    }

    [Fact]
    public void What_is_mended_has_no_bare_line_end_and_the_same_words() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var mended = LineEnds.Mended(text);
        var lines = new LineEnds();
        lines.Look(mended);
        return !lines.HasBare && mended.Where(o => o == 'a').Count() == text.Where(o => o == 'a').Count();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_has_no_bare_line_end_is_not_changed() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var lines = new LineEnds();
        lines.Look(text);
        return lines.HasBare || LineEnds.Mended(text).AsSpan().SequenceEqual(text);
    }).QuickCheckThrowOnFailure();
}
