using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

[Trait("Rows", "SEC-LIM-12")]
public sealed class ForeignTalkTests
{
    [Theory]
    [InlineData("GET / HTTP/1.1", true)]
    [InlineData("OPTIONS * HTTP/1.0", true)]
    [InlineData("PRI * HTTP/2.0", true)]
    [InlineData("POST /a b HTTP/1.1", true)]
    [InlineData("SSH-2.0-x", true)]
    [InlineData("POST /aaaaaaaaaa", true)]
    [InlineData("PROPFIND / HTTP/1.1", true)]
    [InlineData("POST / HTTP/1.1 ", true)]
    [InlineData(" post / http/1.1", true)]
    [InlineData("POST\t/\tHTTP/1.1", true)]
    [InlineData("POST / HTTP/1.1\nHost: x\nEHLO x", true)]
    [InlineData("GET /", true)]
    [InlineData("MKCOL / HTTP/1.1", true)]
    [InlineData("REGISTER sip:x SIP/2.0", true)]
    [InlineData("GET", false)]
    [InlineData("XSUM HTTP/", false)]
    [InlineData("HELP HTTP/1.1", false)]
    [InlineData("MAIL FROM:<a@b.example> HTTP/1.1", false)]
    [InlineData("NOOP GET / HTTP/1.1", false)]
    [InlineData("", false)]
    public void A_line_of_another_protocol_is_told(string line, bool isForeign) =>
        Assert.Equal(isForeign, ForeignTalk.IsLine(Encoding.ASCII.GetBytes(line)));
}
