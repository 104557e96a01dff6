using System.Buffers;
using FsCheck.Fluent;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class DotWriterTests
{
    [Fact]
    public void The_reader_gets_back_what_the_writer_was_given() => Generators.Holds(Prop.ForAll(
        Generators.CleanContent.Zip(Generators.Pieces).ToArbitrary(), input =>
        {
            var content = new ArrayBufferWriter<byte>();
            var written = Write(Generators.Cut(input.Item1, input.Item2));
            var reader = new DotReader();
            Assert.True(reader.Read(written, content, out var used));
            Assert.Equal(written.Length, used);
            Assert.Equal(input.Item1, content.WrittenSpan.ToArray());
            Assert.False(reader.HasBareCr || reader.HasBareLf);
        }));

    [Fact]
    public void However_content_is_split_the_output_is_that_of_one_piece() => Generators.Holds(Prop.ForAll(
        Generators.Content.Zip(Generators.Pieces).ToArbitrary(),
        input => Assert.Equal(Write([input.Item1]), Write(Generators.Cut(input.Item1, input.Item2)))));

    [Fact]
    public void The_output_holds_the_end_of_data_once_and_last_whatever_the_content() => Generators.Holds(Prop.ForAll(
        Generators.Content.ToArbitrary(), octets =>
        {
            byte[] written = [.. "\r\n"u8, .. Write([octets])];
            Assert.Equal(written.Length - 5, written.AsSpan().IndexOf("\r\n.\r\n"u8));
        }));

    [Theory]
    [InlineData("", ".\\x0D\\x0A")]
    [InlineData("a\\x0D\\x0A", "a\\x0D\\x0A.\\x0D\\x0A")]
    [InlineData("a", "a\\x0D\\x0A.\\x0D\\x0A")]
    [InlineData(".", "..\\x0D\\x0A.\\x0D\\x0A")]
    [InlineData("..\\x0D\\x0A", "...\\x0D\\x0A.\\x0D\\x0A")]
    [InlineData(".a\\x0D\\x0A.\\x0D\\x0Ab", "..a\\x0D\\x0A..\\x0D\\x0Ab\\x0D\\x0A.\\x0D\\x0A")]
    public void Leading_dots_are_doubled_and_the_end_stands_on_a_line_of_its_own(string content, string written) =>
        Assert.Equal(written, Fixtures.Escaped(Write([Fixtures.Octets(content)])));

    [Fact]
    public void A_dot_in_a_piece_of_its_own_behind_a_split_CRLF_is_doubled() => Assert.Equal(
        "a\r\n..b\r\n.\r\n"u8.ToArray(), Write(Generators.Cut("a\r\n.b\r\n"u8.ToArray(), [2, 1, 1])));

    private static byte[] Write(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new DotWriter(output);
        foreach (var piece in pieces)
            writer.Write(piece.Span);
        writer.Finish();
        return output.WrittenSpan.ToArray();
    }
}
