using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Serving;

public sealed class ArmedRuleTests
{
    private static readonly RuleMoment Moment = new(1, ServedState.Connected, new TurnsOfSession());

    [Theory]
    [InlineData("@on RCPT <*@full.example> -> S: 452", null)]
    [InlineData("@on * -> S: 452", null)]
    [InlineData("@on MAIL -> S: 452", "the command")]
    [InlineData("@on RCPT <*@other.example> -> S: 452", "the address")]
    [InlineData("@on RCPT state rcpt -> S: 452", "the state")]
    [InlineData("@on RCPT tls -> S: 452", "TLS")]
    [InlineData("@on RCPT auth -> S: 452", "the authentication")]
    public void A_rule_says_what_does_not_fit(string rule, string? misfit) =>
        Assert.Equal(misfit, Armed(rule).Misfit(ServedCommand.Of("RCPT TO:<a@full.example>"), Moment, new Variables()));

    // RFC 5321 2.4
    [Theory]
    [InlineData("<*@full.example>", "<a@FULL.Example>", true)]
    [InlineData("<*@Full.EXAMPLE>", "<a@full.example>", true)]
    [InlineData("<*@Full.EXAMPLE>", "<a@fULL.example>", true)]
    [InlineData("<A*@full.example>", "<a@FULL.example>", false)]
    [InlineData("<*@full.example>", "<a@FULLER.example>", false)]
    [InlineData("TO:<a@FULL.example>", "<a@full.example>", false)]
    public void Capitals_say_something_in_a_local_part_only(string pattern, string address, bool fits) => Assert.Equal(
        fits,
        Armed($"@on RCPT {pattern} -> S: 452").Misfit(ServedCommand.Of($"RCPT TO:{address}"), Moment, new Variables()) is null);

    [Fact]
    public void A_rule_for_other_connections_says_so() => Assert.Equal(
        "the connection's number",
        Armed("@on connect 2..3 -> @reset").Misfit(ServedCommand.Connect, Moment, new Variables()));

    [Fact]
    public void A_pattern_gives_values_to_names()
    {
        var (rule, captured) = (Armed("@on RCPT <{who}@*> -> S: 550 no {{who}}"), new Variables());
        Assert.True(rule.Captures);
        Assert.Null(rule.Misfit(ServedCommand.Of("RCPT TO:<me@b>"), Moment, captured));
        Assert.Equal("me", captured["who"]);
    }

    [Fact]
    public void Shapes_belong_to_the_line_behind_them()
    {
        var acts = Armed("@on RCPT -> @chunk 1, S: 250 a, @wait 1ms, S: 250 b").Acts;
        Assert.Equal(3, acts.Count);
        Assert.Equal([1], ((RuleAct.Say)acts[0]).Shape.Sizes!);
        Assert.Equal(Shape.Whole, ((RuleAct.Say)acts[2]).Shape);
    }

    [Fact]
    public void Lines_that_are_joined_go_out_in_one_shape()
    {
        var say = Assert.IsType<RuleAct.Say>(Assert.Single(Armed("@on RCPT -> @cut 5, S: 250-a, S+ 250 b").Acts));
        Assert.Equal((5, "250-a\r\n250 b\r\n"), (say.Shape.Cut, System.Text.Encoding.ASCII.GetString(say.Ready!.Value.Span)));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@full.example> AUTH=<>", true)]
    [InlineData("MAIL FROM:<\"a>b\"@full.example> AUTH=<>", true)]
    [InlineData("MAIL FROM:<a@b> AUTH=<x@full.example>", false)]
    public void The_address_ends_where_its_bracket_does(string command, bool fits) => Assert.Equal(
        fits, Armed("@on MAIL <*@full.example> -> S: 452 x").Misfit(ServedCommand.Of(command), Moment, new Variables()) is null);

    private static ArmedRule Armed(string text) =>
        new RuleSet(Stage.Source(text), new Variables(), TimeProvider.System, 1)
            .Rules[0];
}
