using System.Text;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class LineEndsTests
{
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
}
