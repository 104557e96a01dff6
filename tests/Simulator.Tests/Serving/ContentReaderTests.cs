using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Playing;
using SmtpSim.Serving;

namespace SmtpSim.Tests.Serving;

public sealed class ContentReaderTests
{
    private static readonly Gen<List<string>> Lines = Always.Some(
        Gen.Elements("", ".", "..", ".x", "x\n.", "x\r", ".\r", "\r.", "x\n.\n", "plain"), 8);

    [Theory]
    [InlineData(".\r\n", "", "")]
    [InlineData("a\r\n.\r\nb", "a\r\n", "b")]
    [InlineData("..\r\n.\r\n", ".\r\n", "")]
    [InlineData("a\r\n..b\r\n.\r\nQUIT\r\n", "a\r\n.b\r\n", "QUIT\r\n")]
    public void A_dot_between_CRLFs_ends_a_message(string heard, string content, string rest)
    {
        var reader = new ContentReader();
        var octets = Encoding.ASCII.GetBytes(heard);
        var taken = reader.Take(octets);
        Assert.True(reader.Ended);
        Assert.Equal((content, rest), (Text(reader), Encoding.ASCII.GetString(octets[taken..])));
    }

    [Theory]
    [InlineData("a\n.\r\n")]
    [InlineData("a\r\n.\n")]
    [InlineData("a\r\n.\r")]
    [InlineData("a\r.\r\n")]
    [InlineData("")]
    public void Nothing_else_does(string heard)
    {
        var reader = new ContentReader();
        reader.Take(Encoding.ASCII.GetBytes(heard));
        Assert.False(reader.Ended);
    }

    [Fact]
    public void Reading_undoes_stuffing_wherever_it_was_cut() => Always.Holds(
        from lines in Lines from size in Gen.Choose(1, 7) select (lines, size),
        work =>
        {
            var (reader, waiting) = (new ContentReader(), new List<byte>());
            foreach (var piece in Encoding.UTF8.GetBytes(Utterance.Stuffed(work.lines)).Chunk(work.size))
            {
                waiting.AddRange(piece);
                waiting.RemoveRange(0, reader.Take(waiting.ToArray()));
            }
            Assert.True(reader.Ended);
            Assert.Empty(waiting);
            Assert.Equal(string.Concat(work.lines.Select(l => l + "\r\n")), Text(reader));
        });

    private static string Text(ContentReader reader) => Encoding.UTF8.GetString(reader.Content.Span);
}
