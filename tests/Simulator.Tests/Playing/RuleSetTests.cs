using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class RuleSetTests
{
    [Theory]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "RCPT TO:<a@full.example>", true)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "rcpt to:<a@full.example> NOTIFY=NEVER", true)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "RCPT TO:<a@fullxexample>", false)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "MAIL FROM:<a@full.example>", false)]
    [InlineData("@on MAIL *SIZE=* -> S: 552", "MAIL FROM:<> SIZE=99", true)]
    [InlineData("@on MAIL *SIZE=* -> S: 552", "MAIL FROM:<>", false)]
    [InlineData("@on * -> S: 421", "NOOP", true)]
    [InlineData("@on DATA -> S: 451", "DATA", true)]
    public void A_rule_answers_its_trigger_and_pattern(string rules, string command, bool answers) =>
        Assert.Equal(answers, Rules(rules).Take(ServedCommand.Of(command), 1) is not null);

    [Fact]
    public void A_star_is_any_command_but_no_connection() => Assert.Null(Rules("@on * -> S: 1").Take(ServedCommand.Connect, 1));

    [Theory]
    [InlineData("@on connect 2 -> @reset", "010000")]
    [InlineData("@on connect 2..4 -> @reset", "011100")]
    [InlineData("@on connect times 2 -> @reset", "110000")]
    [InlineData("@on connect 3..9 times 1 -> @reset", "001000")]
    [InlineData("@on connect -> @reset", "111111")]
    public void A_rule_is_for_some_connections_or_some_times(string rules, string answers)
    {
        var set = Rules(rules);
        Assert.Equal(
            answers, string.Concat(Enumerable.Range(1, 6).Select(n => set.Take(ServedCommand.Connect, n) is null ? '0' : '1')));
    }

    [Fact]
    public void The_first_rule_that_is_not_used_up_answers()
    {
        var set = Rules("@on NOOP times 1 -> S: 1\n@on * times 2 -> S: 2\n@on NOOP -> S: 3");
        var said = Enumerable.Range(0, 5).Select(_ => ((Line)set.Take(ServedCommand.Of("NOOP"), 1)!.Actions[0]).Text);
        Assert.Equal(["1", "2", "2", "3", "3"], said);
    }

    [Theory]
    [InlineData("@serve default caps SIZE 10, PIPELINING", "SIZE 10|PIPELINING")]
    [InlineData("@serve default caps AUTH PLAIN  LOGIN,X", "AUTH PLAIN LOGIN|X")]
    [InlineData("@serve default", "")]
    [InlineData("@on connect -> S: 220", "")]
    public void Capabilities_are_separated_by_commas(string rules, string capabilities) =>
        Assert.Equal(capabilities, string.Join('|', Rules(rules).Capabilities));

    [Theory]
    [InlineData("@on RCPT chance 10% seed 1 -> S: 451", "1:1: the condition 'seed' is not supported yet")]
    [InlineData("@serve default\n@on RCPT tls -> S: 451", "2:1: the condition 'tls' is not supported yet")]
    [InlineData("@on RCPT rate > 5/s -> S: 451", "1:1: the condition 'rate' is not supported yet")]
    [InlineData("@on connect -> @tls start", "1:1: @tls is not supported yet")]
    [InlineData("@serve default\nS: 220", "2:1: a script with @serve or @on answers by rules only")]
    [InlineData("@serve default\n\n@repeat 2\n@end", "3:1: a script with @serve or @on answers by rules only")]
    public void What_cannot_be_played_is_an_error(string rules, string message) => Assert.StartsWith(
        $"t.smtp:{message}", Assert.Throws<UnusableFileException>(() => Rules(rules)).Message, StringComparison.Ordinal);

    private static RuleSet Rules(string text) => new(Stage.Source(text), new Variables());

    [Theory]
    [InlineData("@on RCPT -> @eof")]
    [InlineData("@on RCPT -> @quiet 5s, S: 250")]
    [InlineData("@on RCPT -> @fence")]
    [InlineData("@on RCPT -> @repeat 3")]
    [InlineData("@on RCPT -> @mail count 1")]
    [InlineData("@on RCPT -> @within 5s, S: 250")]
    [InlineData("@on RCPT -> @include x.smtp")]
    [InlineData("@on RCPT -> S2: 250")]
    [InlineData("@on RCPT -> S: 2xx")]
    [InlineData("@on RCPT -> @cut 3")]
    [InlineData("@serve default\n@close")]
    public void An_action_that_rules_cannot_play_is_an_error(string rules) =>
        Assert.Throws<UnusableFileException>(() => Rules(rules));

    [Fact]
    public void A_value_that_nobody_gives_is_an_error() => Assert.StartsWith(
        "t.smtp:1:1: nothing says what '{{who}}' is",
        Assert.Throws<UnusableFileException>(() => Rules("@on NOOP -> S: 250 {{who}}")).Message,
        StringComparison.Ordinal);
}
