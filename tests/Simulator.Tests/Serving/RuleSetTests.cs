using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Serving;

[Trait("Rows", "SM-02 SM-13")]
public sealed class RuleSetTests
{
    [Theory]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "RCPT TO:<a@full.example>", true)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "RCPT TO:<a@FULL.Example>", true)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "RCPT", false)]
    [InlineData("@on * *x* -> S: 452", "NOOP", false)]
    [InlineData("@on RCPT <*.Example> -> S: 452", "RCPT TO:<x@foo.Example>", true)]
    [InlineData("@on RCPT <a@Full.example> -> S: 452", "RCPT TO:<a@full.example>", true)]
    [InlineData("@on RCPT <a@full.example> -> S: 452", "RCPT TO:<A@full.example>", false)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "rcpt to:<a@full.example> NOTIFY=NEVER", true)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "RCPT TO:<a@fullxexample>", false)]
    [InlineData("@on RCPT <*@full.example> -> S: 452", "MAIL FROM:<a@full.example>", false)]
    [InlineData("@on MAIL *SIZE=* -> S: 552", "MAIL FROM:<> SIZE=99", true)]
    [InlineData("@on MAIL *SIZE=* -> S: 552", "MAIL FROM:<>", false)]
    [InlineData("@on * -> S: 421", "NOOP", true)]
    [InlineData("@on DATA -> S: 451", "DATA", true)]
    public void A_rule_answers_its_trigger_and_pattern(string rules, string command, bool answers) =>
        Assert.Equal(answers, Take(Rules(rules), ServedCommand.Of(command)) is not null);

    [Fact]
    public void A_star_is_any_command_but_no_connection() =>
        Assert.Null(Take(Rules("@on * -> S: 1"), ServedCommand.Connect));

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
            answers,
            string.Concat(Enumerable.Range(1, 6).Select(n => Take(set, ServedCommand.Connect, n) is null ? '0' : '1')));
    }

    [Fact]
    public void The_first_rule_that_is_not_used_up_answers()
    {
        var set = Rules("@on NOOP times 1 -> S: 1\n@on * times 2 -> S: 2\n@on NOOP -> S: 3");
        var said = Enumerable.Range(0, 5).Select(_ => Says(set, "NOOP"));
        Assert.Equal(["1", "2", "2", "3", "3"], said);
    }

    [Theory]
    [InlineData("@serve default caps SIZE 10, PIPELINING", "SIZE 10|PIPELINING")]
    [InlineData("@serve default caps AUTH PLAIN  LOGIN,X", "AUTH PLAIN LOGIN|X")]
    [InlineData("@serve default", "")]
    [InlineData("@on connect -> S: 220", "")]
    public void Capabilities_are_separated_by_commas(string rules, string capabilities) =>
        Assert.Equal(
            capabilities,
            string.Join('|', Rules(rules).Offer.ReplyTo(ServedState.Connected).Lines.Skip(1).Select(l => l[4..])));

    [Theory]
    [InlineData("@on connect -> @tls start cert=x", "1:1: 'x' is no certificate")]
    [InlineData("@serve default\nS: 220", "2:1: a script with @serve or @on answers by rules only")]
    [InlineData("@serve default\n\n@repeat 2\n@end", "3:1: a script with @serve or @on answers by rules only")]
    public void What_cannot_be_played_is_an_error(string rules, string message) => Assert.StartsWith(
        $"t.smtp:{message}", Assert.Throws<UnusableFileException>(() => Rules(rules)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("@on RCPT times 3..3 -> S: x", "001000")]
    [InlineData("@on RCPT times 2..4 -> S: x", "011100")]
    [InlineData("@on RCPT chance 0% -> S: x", "000000")]
    [InlineData("@on RCPT chance 100% -> S: x", "111111")]
    [InlineData("@on RCPT chance 100% times 2 -> S: x", "110000")]
    [InlineData("@on RCPT rate > 3/h -> S: x", "000111")]
    [InlineData("@on RCPT rate > 1/s times 1..2 -> S: x", "011000")]
    public void A_rule_takes_its_turns(string rules, string answers) =>
        Assert.Equal(answers, Answers(Rules(rules), Enumerable.Repeat(Moment(1), 6)));

    [Fact]
    public void Turns_are_counted_per_connection_where_a_rule_says_so()
    {
        RuleMoment[] moments = [Moment(1), Moment(2)];
        Assert.Equal("110000", Answers(Rules("@on RCPT times 1 per connection -> S: x"), Repeat(moments, 3)));
        Assert.Equal("100000", Answers(Rules("@on RCPT times 1 -> S: x"), Repeat(moments, 3)));
    }

    [Fact]
    public void Turns_of_a_transaction_begin_again_with_the_next()
    {
        var (set, moment) = (Rules("@on RCPT times 1 per transaction -> S: x"), Moment(1));
        Assert.Equal("10", Answers(set, [moment, moment]));
        moment.Turns.EndTransaction();
        Assert.Equal("10", Answers(set, [moment, moment]));
    }

    [Theory]
    [InlineData("tls", true, false)]
    [InlineData("plain", false, false)]
    [InlineData("auth", false, true)]
    [InlineData("anonymous", false, false)]
    [InlineData("state connected", false, false)]
    [InlineData("state connected tls", true, false)]
    public void A_rule_looks_at_the_session(string condition, bool tls, bool known)
    {
        var state = ServedState.Connected with { Tls = tls, Identity = known ? "me" : null };
        var fits = new RuleMoment(1, state, new TurnsOfSession());
        var other = state with { Greeted = true, Tls = !tls, Identity = known ? null : "me" };
        Assert.Equal("10", Answers(Rules($"@on RCPT {condition} -> S: x"), [fits, fits with { State = other }]));
    }

    [Fact]
    public void A_state_is_known_by_what_was_said()
    {
        var greeted = ServedState.Connected with { Greeted = true };
        var mail = greeted with { From = "FROM:<>" };
        ServedState[] states = [ServedState.Connected, greeted, mail, mail with { Recipients = ["TO:<a@b>"] }];
        Assert.Equal(RuleConditions.States, states.Select(s => s.Name));
    }

    [Fact]
    public void Chances_depend_on_the_seed_and_on_nothing_else()
    {
        string Draw(string conditions, int seed) =>
            Answers(Rules($"@on RCPT {conditions} -> S: x", seed), Enumerable.Repeat(Moment(1), 1000));
        Assert.Equal(Draw("chance 30%", 7), Draw("chance 30%", 7));
        Assert.NotEqual(Draw("chance 30%", 7), Draw("chance 30%", 8));
        Assert.Equal(Draw("chance 30% seed 5", 7), Draw("chance 30% seed 5", 8));
        Assert.InRange(Draw("chance 30%", 7).Count(c => c == '1'), 250, 350);
        Assert.InRange(Draw("chance 0.5%", 7).Count(c => c == '1'), 1, 15);
    }

    [Fact]
    public void Rules_come_and_go()
    {
        var set = Rules("@on NOOP -> S: old");
        var added = set.Add(Stage.Source("@on NOOP times 1 -> S: new\n@on NOOP times 2 -> S: newer"));
        Assert.Equal(["new", "newer"], [Says(set, "NOOP"), Says(set, "NOOP")]);
        Assert.True(set.Remove(added[1].Id));
        Assert.False(set.Remove(added[1].Id));
        Assert.Equal("old", Says(set, "NOOP"));
        Assert.Equal(2, set.Rules.Count);
    }

    [Fact]
    public void Rules_of_which_one_is_wrong_are_not_added_at_all()
    {
        var set = Rules("@on NOOP -> S: old");
        Assert.Throws<UnusableFileException>(() => set.Add(Stage.Source("@on NOOP -> S: new\n@on NOOP -> S: {{who}}")));
        Assert.Equal("old", Says(set, "NOOP"));
        Assert.Equal(2, Assert.Single(set.Add(Stage.Source("@on NOOP -> S: new"))).Id);
    }

    private static RuleSet Rules(string text, int seed = 1) =>
        new(Stage.Source(text), new Variables(), TimeProvider.System, seed);

    private static RuleAnswer? Take(RuleSet set, ServedCommand command, int connection = 1) =>
        set.Take(command, Moment(connection));

    private static RuleMoment Moment(int number) => new(number, ServedState.Connected, new TurnsOfSession());

    private static IEnumerable<RuleMoment> Repeat(RuleMoment[] moments, int times) =>
        Enumerable.Repeat(moments, times).SelectMany(m => m);

    private static string Answers(RuleSet set, IEnumerable<RuleMoment> moments) => string.Concat(
        moments.Select(m => set.Take(ServedCommand.Of("RCPT TO:<a@b>"), m) is null ? '0' : '1'));

    private static string Says(RuleSet set, string command) =>
        ((Line)Take(set, ServedCommand.Of(command))!.Value.Rule.Rule.Actions[0]).Text;

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
    [InlineData("@on NOOP -> S: 250-x, @chunk 1, S+ 250 x")]
    [InlineData("@on NOOP -> @close, S: 250 x")]
    [InlineData("@on NOOP -> @shutdown write, @wait 1s, S: 250 x")]
    [InlineData("@on NOOP -> S: 421 x, @reset, @tls stop")]
    [InlineData("@serve default\n@close")]
    public void An_action_that_rules_cannot_play_is_an_error(string rules) =>
        Assert.Throws<UnusableFileException>(() => Rules(rules));

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var wrong = Assert.Throws<UnusableFileException>(() => Rules(
            "@on NOOP -> @tls start cert=x, S: 250 {{who}}\n@on HELP -> S: 214\n@on VRFY -> @tls is problem=expird\n"));
        Assert.Equal([1, 1, 3], wrong.Diagnostics.Select(d => d.Line));
    }

    [Fact]
    public void A_value_that_nobody_gives_is_an_error() => Assert.StartsWith(
        "t.smtp:1:1: nothing says what '{{who}}' is",
        Assert.Throws<UnusableFileException>(() => Rules("@on NOOP -> S: 250 {{who}}")).Message,
        StringComparison.Ordinal);
}
