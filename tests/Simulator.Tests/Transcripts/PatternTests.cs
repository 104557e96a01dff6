using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class PatternTests
{
    [Theory]
    [InlineData("250 ok", "250 ok", true)]
    [InlineData("250 ok", "250 OK", false)]
    [InlineData("250 ok", "250 ok ", false)]
    [InlineData("250 *", "250 ", true)]
    [InlineData("*", "", true)]
    [InlineData("a*c", "a\nb\rc", true)]
    [InlineData("a", "a\n", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("(a|b)+", "(a|b)+", true)]
    [InlineData("<{{client}}>", "<c.example>", true)]
    [InlineData("{{client}}", "cxexample", false)]
    [InlineData("{x", "{x", true)]
    [InlineData("{1}", "{1}", true)]
    public void Everything_but_wildcards_stands_for_itself(string pattern, string heard, bool matches) =>
        Assert.Equal(matches, Pattern.Matches(pattern, heard, new Variables([new("client", "c.example")])));

    [Theory]
    [InlineData("250 {id} queued", "250 a1 queued", "id", "a1")]
    [InlineData("{a-b.c_d} x", "1 x", "a-b.c_d", "1")]
    [InlineData("{a__d}", "v", "a__d", "v")]
    [InlineData("{n:[0-9]+}*", "12ab", "n", "12")]
    [InlineData("{x}-{x}", "ab-ab", "x", "ab")]
    public void A_capture_is_kept(string pattern, string heard, string name, string value)
    {
        var variables = new Variables();
        Assert.True(Pattern.Matches(pattern, heard, variables));
        Assert.Equal(value, variables[name]);
    }

    [Theory]
    [InlineData("{x} {x}", "a b")]
    [InlineData("{n:[0-9]+}", "x")]
    [InlineData("{x}", "")]
    [InlineData("{known}", "other")]
    public void What_does_not_match_captures_nothing(string pattern, string heard)
    {
        var variables = new Variables([new("known", "v")]);
        Assert.False(Pattern.Matches(pattern, heard, variables));
        Assert.Equal(["known"], variables.Values.Keys);
    }

    [Fact]
    public void A_name_that_has_a_value_must_come_again_as_it_was()
    {
        var variables = new Variables();
        Assert.True(Pattern.Matches("id={id}", "id=7.*", variables));
        Assert.True(Pattern.Matches("again {id}", "again 7.*", variables));
        Assert.False(Pattern.Matches("again {id}", "again 7xx", variables));
    }

    [Fact]
    public void A_value_that_nobody_gave_is_missing() =>
        Assert.Equal("rcpt", Assert.Throws<MissingValueException>(() => Pattern.Matches("{{rcpt}}", "x", new Variables())).Name);

    [Theory]
    [InlineData("{a} {b:[0-9]+}", null)]
    [InlineData("{{a}} x {n:(} y", 12)]
    public void A_capture_that_is_no_regular_expression_is_found(string pattern, int? column) =>
        Assert.Equal(column, Pattern.Misfit(pattern)?.Column);

    [Fact]
    public void A_pattern_names_what_it_captures() => Assert.Equal(["a", "b.c"], Pattern.Names("{a} {{no}} {b.c:x+} *"));
}
