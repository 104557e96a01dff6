using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Fluent;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed partial class DotReaderTests
{
    private sealed record Outcome(bool Ended, int Used, string Content, bool BareCr, bool BareLf);

    public static TheoryData<string, string, string> Vectors => Fixtures.Rows("content.tsv");

    [Fact]
    public void However_it_is_split_the_outcome_is_that_of_one_piece() => Generators.Holds(Prop.ForAll(
        Generators.Content.Zip(Generators.Pieces).ToArbitrary(),
        input => Assert.Equal(Read([input.Item1]), Read(Generators.Cut(input.Item1, input.Item2)))));

    [Fact]
    public void It_agrees_with_a_naive_reader_that_sees_everything_at_once() => Generators.Holds(
        Prop.ForAll(Generators.Content.ToArbitrary(), octets => Assert.Equal(Naive(octets), Read([octets]))), 5000);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Only_CRLF_dot_CRLF_ends_a_message(string input, string expected, string clause)
    {
        var octets = Fixtures.Octets(input);
        var whole = Read([octets]);
        Assert.True(expected == Describe(whole), $"{clause}: {input} gave {Describe(whole)}, not {expected}");
        Assert.Equal(whole, Read(octets.Select((_, i) => (ReadOnlyMemory<byte>)octets.AsMemory(i, 1))));
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(65536)]
    public void The_end_is_found_at_every_place_around_a_buffer_boundary(int boundary)
    {
        for (var length = boundary - 6; length <= boundary + 6; length++)
        {
            byte[] octets = [.. Enumerable.Repeat((byte)'x', length), .. "\r\n.\r\nQUIT\r\n"u8];
            var outcome = Read(Generators.Cut(octets, [boundary]));
            Assert.True(outcome.Ended, $"no end behind {length} octets");
            Assert.Equal(length + 5, outcome.Used);
            Assert.Equal(length + 2, outcome.Content.Length);
        }
    }

    [Fact]
    public void What_stands_behind_the_end_is_left_alone()
    {
        var outcome = Read(["a\r\n.\r\n\nMAIL FROM:<a@b.example>\r\n"u8.ToArray()]);
        Assert.Equal(new Outcome(true, 6, "a\r\n", false, false), outcome);
    }

    private static string Describe(Outcome outcome) =>
        (outcome.Ended ? $"end {outcome.Used}" : "open")
        + (outcome.BareCr ? " CR" : "") + (outcome.BareLf ? " LF" : "")
        + $" [{Fixtures.Escaped(Encoding.Latin1.GetBytes(outcome.Content))}]";

    private static Outcome Read(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var reader = new DotReader();
        var content = new ArrayBufferWriter<byte>();
        var (ended, total) = (false, 0);
        foreach (var piece in pieces.TakeWhile(_ => !ended))
        {
            ended = reader.Read(piece.Span, content, out var used);
            total += used;
        }
        return new Outcome(ended, total, Encoding.Latin1.GetString(content.WrittenSpan), reader.HasBareCr, reader.HasBareLf);
    }

    // The CRLF of the DATA line stands in front; the end is the first CRLF.CRLF; each CRLF. loses its dot.
    private static Outcome Naive(byte[] octets)
    {
        var text = "\r\n" + Encoding.Latin1.GetString(octets);
        var end = text.IndexOf("\r\n.\r\n", StringComparison.Ordinal);
        var raw = end < 0 ? text : text[..(end + 2)];
        var content = raw.Replace("\r\n.", "\r\n", StringComparison.Ordinal)[2..];
        if (content.EndsWith('\r'))
            content = content[..^1];
        return new Outcome(
            end >= 0, end < 0 ? octets.Length : end + 3, content, BareCr().IsMatch(raw), BareLf().IsMatch(raw));
    }

    // A CR at the very end may yet become a CRLF.
    [GeneratedRegex("\r[^\n]")]
    private static partial Regex BareCr();

    [GeneratedRegex("(?<!\r)\n")]
    private static partial Regex BareLf();
}
