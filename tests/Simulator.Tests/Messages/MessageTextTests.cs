using System.Text;
using FsCheck.Fluent;
using SmtpSim.Messages;

namespace SmtpSim.Tests.Messages;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData(".\r\n", 3)]
    [InlineData("a\r\n.\r\nb", 6)]
    [InlineData("..\r\n.\r\n", 7)]
    [InlineData("a\n.\r\n", null)]
    [InlineData("a\r\n.\n", null)]
    [InlineData("a\r\n.\r", null)]
    [InlineData("", null)]
    public void Only_a_dot_between_CRLFs_ends_a_message(string heard, int? length) =>
        Assert.Equal(length, MessageText.Length(Encoding.ASCII.GetBytes(heard)));

    [Fact]
    public void Where_it_was_cut_does_not_matter() => Always.Holds(Gen.Choose(0, 6), looked =>
        Assert.Equal(7, MessageText.Length("ab\r\n.\r\nrest"u8, looked)));
}
