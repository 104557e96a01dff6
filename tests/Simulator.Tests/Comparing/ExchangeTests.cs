using SmtpSim.Comparing;

namespace SmtpSim.Tests.Comparing;

[Trait("Rows", "SM-10")]
public sealed class ExchangeTests
{
    [Theory]
    [InlineData("S: 250 2.1.5 ok", "250", "2.1.5", "ok")]
    [InlineData("S: 250 2.1.5", "250", "2.1.5", "")]
    [InlineData("S: 250 2.1.5x", "250", "", "2.1.5x")]
    [InlineData("S: 250", "250", "", "")]
    [InlineData("S: 250  ok", "250", "", " ok")]
    [InlineData("S: 250_2.1.5 ok", "250", "", "_2.1.5 ok")]
    [InlineData("S: 250-2.1.5 a\nS+ 250 2.1.5 b", "250", "2.1.5", "a|b")]
    [InlineData("S: 250-2.1.5 a\nS+ 250 2.1.6 b", "250", "2.1.5", "a|2.1.6 b")]
    [InlineData("S: 250-a\nS+ 550 b", "250/550", "", "a|b")]
    [InlineData("S: 250-a", "250", "", "-a")]
    public void A_reply_is_its_code_its_enhanced_code_and_the_rest(string said, string code, string enhanced, string text)
    {
        var reply = Assert.Single(Exchange.Of(Stage.Source(said + "\n").Transcript));
        Assert.Equal((code, enhanced, text), (reply.Code, reply.Enhanced, string.Join('|', reply.Text)));
    }

    // A reply is at its end when its last line has come, whatever comes meanwhile elsewhere.
    [Fact]
    public void Each_connection_has_its_own_replies() => Assert.Equal(
        ["reply on 2: 220 x", "reply: 250 a|b", "reply on 2: 250 -c"],
        Exchange.Of(Stage.Source("S1: 250-a\nS2: 220 x\nS1: 250 b\nS2: 250-c\n").Transcript)
            .Select(e => $"{e.Kind}: {e.Code} {string.Join('|', e.Text)}"));
}
