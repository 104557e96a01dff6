using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class ReplyTextTests
{
    private static readonly Gen<byte[]> Replies = Always.Some(
        Gen.Elements("250", "-", " ", "\r\n", "\n", "\r", "25", "x", "ü", "999", "000", "\0"), 14)
        .Select(l => Encoding.Latin1.GetBytes(string.Concat(l)));

    [Fact]
    public void Any_octets_are_a_reply_or_not_yet() => Always.Holds(Gen.OneOf(Always.Octets(200), Replies), octets =>
    {
        if (ReplyText.Read(octets) is not { } reply)
            return;
        Assert.InRange(reply.Length, 1, octets.Length);
        Assert.Equal((byte)'\n', octets[reply.Length - 1]);
        Assert.NotEmpty(reply.Lines);
        Assert.Equal(reply.Complaint, ReplyText.Read(octets.AsSpan(0, reply.Length))!.Complaint);
    }, 1000);

    [Fact]
    public void A_reply_is_not_there_before_its_last_octet() => Always.Holds(Replies, octets =>
    {
        if (ReplyText.Read(octets) is { } reply)
            Assert.Null(ReplyText.Read(octets.AsSpan(0, reply.Length - 1)));
    }, 1000);

    [Theory]
    [InlineData("250 ok\r\n", 250, "ok")]
    [InlineData("250\r\n", 250, "")]
    [InlineData("250 \r\n", 250, "")]
    [InlineData("250-a\r\n250-\r\n250 b\r\nrest", 250, "a||b")]
    [InlineData("000 x\r\n", 0, "x")]
    [InlineData("999- -\r\n999  y\r\n", 999, " -| y")]
    public void A_well_formed_reply_has_no_complaint(string heard, int code, string lines)
    {
        var reply = ReplyText.Read(Encoding.ASCII.GetBytes(heard))!;
        Assert.Null(reply.Complaint);
        Assert.Equal((code, lines), (reply.Code, string.Join('|', reply.Lines)));
    }

    [Theory]
    [InlineData("250 ok\n", "the line ends in a bare LF, not in CRLF")]
    [InlineData("\n", "the line ends in a bare LF, not in CRLF")]
    [InlineData("250 a\rb\r\n", "the line has a bare CR in it")]
    [InlineData("250 ok\r\r\n", "the line has a bare CR in it")]
    [InlineData("ok\r\n", "a reply line starts with three digits")]
    [InlineData("\r\n", "a reply line starts with three digits")]
    [InlineData("2500 x\r\n", "behind the code stands a hyphen or a space")]
    [InlineData("250-a\r\nb\r\n", "a reply line starts with three digits")]
    [InlineData("250-a\r\n550 b\r\n", "all lines of a reply carry one code, here 250 and 550")]
    [InlineData("250-a\r\n250 b\n", "the line ends in a bare LF, not in CRLF")]
    public void A_reply_with_a_wrong_form_is_complained_of(string heard, string complaint) =>
        Assert.Equal(complaint, ReplyText.Read(Encoding.ASCII.GetBytes(heard))!.Complaint);

    [Theory]
    [InlineData("")]
    [InlineData("250 ok\r")]
    [InlineData("250-a\r\n")]
    [InlineData("250-a\r\n250 b")]
    public void What_is_not_all_there_is_no_reply(string heard) => Assert.Null(ReplyText.Read(Encoding.ASCII.GetBytes(heard)));

    [Fact]
    public void A_reply_shows_as_it_would_be_typed() =>
        Assert.Equal("250-a / 250 b", ReplyText.Read("250-a\r\n250 b\r\n"u8)!.ToString());
}
