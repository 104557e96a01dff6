using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

[Trait("Rows", "RL-02, RP-26")]
public sealed class DomainPatternTests
{
    [Theory]
    [InlineData("a.example", "A.Example", true)]
    [InlineData("a.example", "b.a.example", false)]
    [InlineData("*.a.example", "b.A.example", true)]
    [InlineData("*.a.example", "c.b.a.example", true)]
    [InlineData("*.a.example", "a.example", false)]
    [InlineData("*.a.example", ".a.example", false)]
    [InlineData("*.a.example", "ba.example", false)]
    [InlineData("b\u00FCcher.example", "B\u00DCcher.example", true)]
    [InlineData("b\u00FCcher.example", "xn--bcher-kva.Example", true)]
    [InlineData("xn--bcher-kva.example", "b\u00FCcher.example", true)]
    [InlineData("*.b\u00FCcher.example", "a.xn--bcher-kva.example", true)]
    [InlineData("b\u00FCcher.example", "bucher.example", false)]
    public void It_holds_a_domain_or_those_below_one(string pattern, string domain, bool holds) =>
        Assert.Equal(holds, DomainPattern.Parse(pattern)!.Holds(domain));

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*a.example")]
    [InlineData("a.*.example")]
    [InlineData("a example")]
    public void What_is_no_domain_is_refused(string text) => Assert.Null(DomainPattern.Parse(text));
}
