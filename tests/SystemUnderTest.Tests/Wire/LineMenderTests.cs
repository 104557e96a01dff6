using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class LineMenderTests
{
    // Mostly line ends, so that they meet.
    private static readonly Gen<byte[]> Texts = Gen.Elements((byte)'\r', (byte)'\n', (byte)'a').ArrayOf();

    [Fact]
    public void It_is_the_same_in_whatever_pieces_it_comes() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var output = new ArrayBufferWriter<byte>();
        var pieces = new LineMender(output);
        foreach (var octet in text)
            pieces.Write([octet]);
        return output.WrittenSpan.SequenceEqual(LineMender.Mended(text));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_mended_has_no_bare_line_end_and_the_same_words() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var mended = LineMender.Mended(text);
        var lines = new LineEnds();
        lines.Look(mended);
        return !lines.HasBare && mended.Where(o => o == 'a').Count() == text.Where(o => o == 'a').Count();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_has_no_bare_line_end_is_not_changed() => Prop.ForAll(Texts.ToArbitrary(), text =>
    {
        var lines = new LineEnds();
        lines.Look(text);
        return lines.HasBare || LineMender.Mended(text).AsSpan().SequenceEqual(text);
    }).QuickCheckThrowOnFailure();
}
