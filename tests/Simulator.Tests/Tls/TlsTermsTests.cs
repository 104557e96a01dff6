using System.Net.Security;
using System.Security.Authentication;
using SmtpSim.Tls;

namespace SmtpSim.Tests.Tls;

public sealed class TlsTermsTests
{
    [Fact]
    public void Every_term_is_understood()
    {
        var terms = TlsTerms.Parse(
            [
                "min=1.2", "max=1.3", "sni=mx.example", "cert=no-chain", "name=a.example", "verify=on", "ask=on", "alpn=smtp",
                "ciphers=TLS_AES_128_GCM_SHA256", "expect=either", "obey=on",
            ],
            out var wrong)!;
        Assert.Equal("", wrong);
        Assert.Equal([TlsCipherSuite.TLS_AES_128_GCM_SHA256], terms.Ciphers!);
        Assert.Equal(
            new TlsTerms(
                SslProtocols.Tls12 | SslProtocols.Tls13, "mx.example", "no-chain", "a.example", true, true, "smtp", terms.Ciphers,
                HandshakeEnd.Either),
            terms);
    }

    [Theory]
    [InlineData("sni", "'sni' needs a value: sni=…")]
    [InlineData("expect=maybe", "expect is done, refused or either, not 'maybe'")]
    [InlineData("xyz=1", "'xyz' is nothing a handshake knows; "
        + "there are min=, max=, sni=, cert=, name=, verify=, ask=, alpn=, ciphers=, expect=, obey=")]
    public void Anything_else_is_explained(string word, string message)
    {
        Assert.Null(TlsTerms.Parse([word], out var wrong));
        Assert.Equal(message, wrong);
    }
}
