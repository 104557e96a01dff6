using System.Text;
using FsCheck.Fluent;
using SmtpSim.Playing;
using SmtpSim.Tests.Transcripts;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Playing;

public sealed class UtteranceTests
{
    private static readonly Variables Values = new([new("q", "a\"\\r"), new("u", "ü")]);

    [Theory]
    [InlineData("C: x {{u}}", "x ü\r\n")]
    [InlineData("C:", "\r\n")]
    [InlineData("C: \\r", "\\r\r\n")]
    [InlineData("C= x", "x\r\n")]
    [InlineData("C> \"\"", "")]
    [InlineData("C> \"a\\r\\n{{u}}\"", "a\r\nü")]
    [InlineData("C> \"{{q}}\"", "a\"\\r")]
    public void A_line_becomes_octets(string line, string octets) =>
        Assert.Equal(octets, Encoding.UTF8.GetString(Utterance.Of(Wrong.Single<Line>(line), Values)));

    [Fact]
    public void Any_octets_can_be_said() => Always.Holds(Always.Octets(), octets =>
        Assert.Equal(octets, Utterance.Of(Wrong.Single<Line>($"C> \"{Escapes.Encode(octets)}\"\n"), Values)));

    [Fact]
    public void Stuffing_is_undone_by_taking_one_dot_away() => Always.Holds(
        Always.Some(Gen.Elements("", ".", "..", ".x", "x", "x."), 8),
        lines =>
        {
            var said = Utterance.Stuffed(lines).Split("\r\n");
            Assert.Equal([".", ""], said[^2..]);
            Assert.Equal(lines, said[..^2].Select(l => l.StartsWith('.') ? l[1..] : l));
            Assert.DoesNotContain(".", said[..^2]);
        });

    [Fact]
    public void Values_are_filled_in_before_stuffing()
    {
        var values = new Variables([new("dot", ".")]);
        Assert.Equal("..\r\n.\r\n"u8.ToArray(), Utterance.Body(["{{dot}}"], raw: false, values));
        Assert.Equal(".\r\n"u8.ToArray(), Utterance.Body(["{{dot}}"], raw: true, values));
    }

    [Fact]
    public void A_value_that_nobody_gave_is_missing() =>
        Assert.Throws<MissingValueException>(() => Utterance.Of(Wrong.Single<Line>("C> \"{{none}}\""), Values));
}
