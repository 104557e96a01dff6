using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class RuleParserTests
{
    private const string OfConnect = "the connection's number N or N..M";

    private const string Others = ", times N or N..M, per connection|transaction, chance P%, seed N, rate > N/s, "
        + "state connected|greeted|mail|rcpt, tls|plain and auth|anonymous";

    [Fact]
    public void A_rule_is_a_trigger_conditions_and_actions()
    {
        var rule = Wrong.Single<Rule>("@on RCPT <*@full.example> times 2 -> @wait 1s, S: 452 4.2.2 full, not empty, @reset");
        Assert.Equal("RCPT", rule.Trigger);
        Assert.Equal(["<*@full.example>", "times", "2"], rule.Conditions);
        Assert.Equal(["@wait 1s", "S: 452 4.2.2 full, not empty", "@reset"], rule.Actions.Select(TranscriptWriter.Show));
    }

    [Theory]
    [InlineData("S: 250-a, S: 250 b", 2)]
    [InlineData("S: 250 a, @home", 2)]
    [InlineData("S: 250 a,S: b", 1)]
    [InlineData("S: 250 a, b, c", 1)]
    [InlineData("S+ 250-a, S= 250 b, S> \"x\"", 3)]
    public void A_comma_before_a_line_or_a_directive_separates_actions(string actions, int count)
    {
        var said = Wrong.Of($"@on EHLO -> {actions}");
        if (actions.EndsWith("@home", StringComparison.Ordinal))
            Assert.Equal("1:23: there is no directive '@home'", said);
        else
            Assert.Equal(count, Wrong.Single<Rule>($"@on EHLO -> {actions}").Actions.Count);
    }

    [Theory]
    [InlineData("@on RCPT times 5 per connection times 3 -> S: 250",
        "1:33: 'times' says once more what a condition in front of it says; ")]
    [InlineData("@on RCPT plain tls -> S: 250", "1:16: 'tls' says once more what a condition in front of it says; ")]
    [InlineData("@on RCPT times 0 -> S: 250", "1:10: 'times' needs N or N..M, N from 1, like 2 or 3..3, not '0'; ")]
    [InlineData("@on RCPT rate > 0/s -> S: 250",
        "1:10: 'rate' needs > N/s, N/m or N/h, N from 1 to 100000, like rate > 5/s, not '0/s'; ")]
    [InlineData("S: 250 has SIZE lacks", "1:4: what the reply has or lacks stands behind the word: 250 has SIZE, DSN lacks VRFY")]
    [InlineData("@on connect 1 2 -> S: 220", "1:15: '2' is no condition; ")]
    [InlineData("@on RCPT tls seed 3 -> S: 250", "1:14: 'seed' needs a chance beside it, like chance 10%; ")]
    [InlineData("@on RCPT per transaction -> S: 250", "1:10: 'per' needs something to count beside it: times, rate or chance; ")]
    public void A_condition_that_no_rule_can_have_is_reported(string text, string beginning) =>
        Assert.StartsWith(beginning, Wrong.Of(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("@on", "1:4: '->' and what to do are missing: @on RCPT -> S: 450 4.2.1 Busy")]
    [InlineData("@on RCPT S: 250", "1:16: '->' and what to do are missing: @on RCPT -> S: 450 4.2.1 Busy")]
    [InlineData("@on RCPT tmes 2 -> S: 250", "1:10: 'tmes' is no condition; did you mean 'times'?; "
        + $"there are a pattern like <*@full.example>{Others}")]
    [InlineData("@on RCPT state ready -> S: 250", "1:10: 'state' needs connected, greeted, mail, rcpt, not 'ready'; "
        + $"there are a pattern like <*@full.example>{Others}")]
    [InlineData("@on RCPT times often -> S: 250", "1:10: 'times' needs N or N..M, N from 1, like 2 or 3..3, not 'often'; "
        + $"there are a pattern like <*@full.example>{Others}")]
    [InlineData("@on RCPT rate > 5 -> S: 250",
        "1:10: 'rate' needs > N/s, N/m or N/h, N from 1 to 100000, like rate > 5/s, not '5'; "
        + $"there are a pattern like <*@full.example>{Others}")]
    [InlineData("@on RCPT chance -> S: 250", "1:10: 'chance' needs a percentage up to 100%, like 12.5%; "
        + $"there are a pattern like <*@full.example>{Others}")]
    [InlineData("@on connect 0 -> @reset", $"1:13: '0' is no condition; there are {OfConnect}{Others}")]
    [InlineData("@on connect 3..1 -> @reset", $"1:13: '3..1' is no condition; there are {OfConnect}{Others}")]
    [InlineData("@on RCPT -> C: x", "1:13: an action says a line (S: S+ S> S=) or is a directive")]
    [InlineData("@on RCPT -> S~ x", "1:13: an action says a line (S: S+ S> S=) or is a directive")]
    [InlineData("@on RCPT -> @wait 1s, S? x", "1:23: an action says a line (S: S+ S> S=) or is a directive")]
    [InlineData("@on RCPT -> @wait", "1:18: @wait needs a duration like 500ms, 3s or 2m")]
    [InlineData("@on RCPT -> @wat 1s", "1:13: there is no directive '@wat'; did you mean 'wait'?")]
    [InlineData("@on RCPT -> S: {{x", "1:16: '{{' is never closed by '}}'")]
    [InlineData("@on RCPT -> 250 ok", "1:13: '250 ok' is neither a line (C: S: C> S~ …), nor a directive (@wait …), nor 'or'")]
    public void A_wrong_rule_is_reported_where_it_is_wrong(string text, string message) => Assert.Equal(message, Wrong.Of(text));

    [Fact]
    public void An_unknown_trigger_is_reported_with_the_nearest() => Assert.Equal(
        "1:5: 'RCTP' is nothing a rule can wait for; did you mean 'RCPT'?; there are connect, HELO, EHLO, LHLO, MAIL, RCPT, "
            + "DATA, DOT, RSET, NOOP, VRFY, EXPN, HELP, QUIT, STARTTLS, AUTH, BDAT, ETRN, XCLIENT, *, "
            + "and verbs that begin with X",
        Wrong.Of("@on RCTP -> S: 250"));

    [Theory]
    [InlineData("XPLAY")]
    [InlineData("SOML")]
    public void Verbs_that_few_know_may_be_waited_for(string verb) =>
        Assert.Equal(verb, Wrong.Single<Rule>($"@on {verb} -> S: 250").Trigger);

    [Fact]
    public void A_nearly_right_trigger_is_suggested() =>
        Assert.Contains("; did you mean 'RCPT'?", Wrong.Of("@on RCP -> S: 250"), StringComparison.Ordinal);

    [Fact]
    public void A_missing_trigger_is_reported() =>
        Assert.StartsWith("1:4: @on needs a trigger: connect, HELO", Wrong.Of("@on -> S: 250"), StringComparison.Ordinal);

    [Fact]
    public void A_comma_in_quotes_separates_nothing() => Assert.Equal("", Wrong.Of("@on connect -> S> \"220 a, S: b\\r\\n\""));

    [Fact]
    public void A_document_in_an_action_is_refused_or_written()
    {
        var parsed = TranscriptParser.Parse("@on DOT -> @body <<END\nx\nEND\n", "t.smtp");
        if (parsed.Transcript is { } transcript)
            Assert.Equal(transcript, Wrong.None(TranscriptWriter.Write(transcript)));
    }
}
