using System.Text;
using FsCheck.Fluent;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class ReplyTests
{
    private static readonly string[] Ascii = ["", "x", "two words", new('y', 300), new('z', 600)];

    [Fact]
    public void One_line_is_code_enhanced_code_and_text() =>
        Assert.Equal("250 2.0.0 OK\r\n", new Reply(250, "2.0.0", "OK").ToString());

    [Fact]
    public void Lines_but_the_last_have_a_hyphen_and_each_the_enhanced_code() => Assert.Equal(
        "214-2.0.0 a\r\n214-2.0.0 b\r\n214 2.0.0 c\r\n", new Reply(214, "2.0.0", ["a", "b", "c"]).ToString());

    [Fact]
    public void Without_an_enhanced_code_there_is_none() =>
        Assert.Equal("250-a\r\n250 b\r\n", new Reply(250, null, ["a", "b"]).ToString());

    [Fact]
    [Trait("Rows", "4954-4.3-01")]
    public void A_challenge_is_as_long_as_its_mechanism_needs_it() =>
        Assert.Equal($"334 {new string('a', 12000)}\r\n", new Reply(334, null, new string('a', 12000)).ToString());

    [Fact]
    public void The_octets_are_UTF8_and_made_once()
    {
        var reply = new Reply(250, "2.1.5", "é");
        Assert.Equal("250 2.1.5 é\r\n"u8.ToArray(), reply.Octets.ToArray());
        Assert.True(reply.Octets.Equals(reply.Octets));
    }

    [Theory]
    [InlineData(199, false, false, false)]
    [InlineData(250, true, true, false)]
    [InlineData(354, true, false, false)]
    [InlineData(421, false, false, true)]
    [InlineData(550, false, false, false)]
    public void The_first_digit_says_how_it_went(int code, bool positive, bool done, bool transient)
    {
        var reply = new Reply(code, null, "x");
        Assert.Equal((positive, done, transient), (reply.IsPositive, reply.IsDone, reply.IsTransient));
    }

    [Fact]
    public void No_line_of_ASCII_is_longer_than_512_octets() => Generators.Holds(Prop.ForAll(
        Gen.Elements(Ascii).NonEmptyListOf().ToArbitrary(), lines => HasShortLines(new Reply(550, "5.1.1", [.. lines]))));

    [Fact]
    public void A_line_of_512_octets_is_not_cut()
    {
        var text = new string('x', 512 - "550 5.1.1 \r\n".Length);
        Assert.Equal(512, new Reply(550, "5.1.1", text).Octets.Length);
        Assert.Contains(text, new Reply(550, "5.1.1", text).ToString(), StringComparison.Ordinal);
        Assert.Equal(512, new Reply(550, "5.1.1", text + "y").Octets.Length);
    }

    private static void HasShortLines(Reply reply)
    {
        var text = Encoding.Latin1.GetString(reply.Octets.Span);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        foreach (var line in text.Split("\r\n")[..^1])
            Assert.InRange(line.Length, 4, 510);
    }

    [Fact]
    public void No_line_of_any_text_is_longer_than_512_octets() => Generators.Holds(Prop.ForAll(
        Gen.Elements([.. Ascii, new('é', 300), new('字', 200)]).NonEmptyListOf().ToArbitrary(),
        lines => HasShortLines(new Reply(550, "5.1.1", [.. lines]))));
}
