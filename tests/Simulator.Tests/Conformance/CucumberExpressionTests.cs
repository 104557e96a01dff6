using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

public sealed class CucumberExpressionTests
{
    [Theory]
    [InlineData("the client plays {string}", "the client plays \"a b.smtp\"", "a b.smtp")]
    [InlineData("the client plays {string}", "the client plays 'it \"is\"'", "it \"is\"")]
    [InlineData("{string} and {string}", "\"\" and \"x\"", "|x")]
    [InlineData("heard {string} {int} time(s)", "heard \"x\" 2 times", "x|2")]
    [InlineData("heard {string} {int} time(s)", "heard \"x\" 1 time", "x|1")]
    [InlineData("{int}", "-7", "-7")]
    [InlineData("{word} is", "a-b is", "a-b")]
    [InlineData("the/a client", "a client", "")]
    [InlineData("the/a client", "the client", "")]
    [InlineData("what is 1+1? [x] a.b $", "what is 1+1? [x] a.b $", "")]
    public void A_sentence_that_fits_gives_its_values(string expression, string sentence, string values) =>
        Assert.Equal(values, string.Join('|', new CucumberExpression(expression).Match(sentence)!));

    [Theory]
    [InlineData("the client plays {string}", "the client plays file")]
    [InlineData("the client plays {string}", "the client plays \"a\" ")]
    [InlineData("the client plays {string}", "the client plays \"a\" \"b\"")]
    [InlineData("{int} clients", "2.5 clients")]
    [InlineData("{int} clients", "two clients")]
    [InlineData("the/a client", "an client")]
    [InlineData("the/a client", "the/a client")]
    [InlineData("a.b", "axb")]
    [InlineData("time(s)", "timess")]
    public void Another_sentence_gives_none(string expression, string sentence) =>
        Assert.Null(new CucumberExpression(expression).Match(sentence));

    [Fact]
    public void Numbers_are_numbers() => Assert.Equal([12], new CucumberExpression("{int}").Match("12")!);

    [Fact]
    public void An_unknown_type_is_refused() => Assert.Equal(
        "'{float}' in 'a {float}' is no parameter type; there are string, int, word",
        Assert.Throws<ArgumentException>(() => new CucumberExpression("a {float}")).Message);

    [Fact]
    public void A_number_too_large_is_another_sentence() => Assert.Null(new CucumberExpression("{int}").Match("99999999999"));
}
