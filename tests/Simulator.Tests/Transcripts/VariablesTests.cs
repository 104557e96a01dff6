using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class VariablesTests
{
    private readonly Variables _variables = new([new("a", "x"), new("host", "h.example"), new("braces", "{{a}}")]);

    [Theory]
    [InlineData("EHLO {{host}}", "EHLO h.example")]
    [InlineData("{{a}}{{a}}", "xx")]
    [InlineData("{{a*3}}", "xxx")]
    [InlineData("{{b*4}}", "bbbb")]
    [InlineData("{{a*0}}|", "|")]
    [InlineData("{{*}}", "*")]
    [InlineData("{{braces}}", "{{a}}")]
    [InlineData("{a} {{", "{a} {{")]
    public void Names_are_replaced_by_their_values(string text, string filled) => Assert.Equal(filled, _variables.Fill(text));

    [Theory]
    [InlineData("{{unknown}}", "unknown")]
    [InlineData("{{unknown*2}}", "unknown")]
    [InlineData("{{host*x}}", "host*x")]
    public void A_name_without_a_value_is_missing(string text, string name)
    {
        var missing = Assert.Throws<MissingValueException>(() => _variables.Fill(text));
        Assert.Equal(name, missing.Name);
        Assert.Equal($"nothing says what '{{{{{name}}}}}' is", missing.Message);
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        var copy = _variables.Copy();
        copy.Set("a", "y");
        Assert.Equal(("x", "y"), (_variables["a"], copy["a"]));
        Assert.Null(_variables["none"]);
    }

    [Fact]
    public void A_value_less_than_no_times_is_a_missing_value() =>
        Assert.Throws<MissingValueException>(() => _variables.Fill("{{a*-1}}"));

    [Fact]
    public void A_text_beyond_all_memory_is_a_missing_value() =>
        Assert.Throws<MissingValueException>(() => _variables.Fill("{{x*999999999}}"));

    [Fact]
    public void The_names_that_need_a_value_are_known() =>
        Assert.Equal(["run", "who"], Variables.Names("{{run}} {{x*80}} {{*}} {{who*2}}"));
}
