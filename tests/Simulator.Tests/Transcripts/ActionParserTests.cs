using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class ActionParserTests
{
    [Theory]
    [InlineData("@eof", "1:13: @eof cannot be an action of a rule; there are @wait @chunk")]
    [InlineData("S: 250, @fence", "1:21: @fence cannot be an action of a rule; there are @wait @chunk")]
    [InlineData("S2: 250", "1:13: a rule answers on the connection that asked: S: without a number")]
    [InlineData("S: 2xx", "1:13: '2xx' names several codes: it can be expected, but a server says one")]
    [InlineData("S~ 2", "1:13: an action says a line (S: S+ S> S=) or is a directive")]
    [InlineData("C: NOOP", "1:13: an action says a line (S: S+ S> S=) or is a directive")]
    [InlineData("S: 250 a, @cut 3", "1:29: @cut applies to the next line, but none follows")]
    [InlineData("nothing", "1:13: 'nothing' is neither a line")]
    public void What_a_rule_cannot_do_is_reported_where_it_stands(string actions, string message) =>
        Assert.StartsWith(message, Wrong.Of($"@on NOOP -> {actions}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("S: 250 a, b, @ c", 1)]
    [InlineData("S: 250 a, S: 250 b", 2)]
    [InlineData("S> \"250 a, S: b\\r\\n\", @close", 2)]
    [InlineData("S> \"a \\\", @close\"", 1)]
    [InlineData("@wait 1s, @chunk 1, S: 250 x, @reset", 4)]
    public void A_comma_separates_where_an_action_follows(string actions, int count) =>
        Assert.Equal(count, Wrong.Single<Rule>($"@on NOOP -> {actions}").Actions.Count);
}
