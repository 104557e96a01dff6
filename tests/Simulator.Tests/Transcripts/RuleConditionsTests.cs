using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class RuleConditionsTests
{
    [Theory]
    [InlineData("RCPT", "<*@full.example> times 2", "<*@full.example>", 2, null, null)]
    [InlineData("RCPT", "times 2 TO:<a@b>", "TO:<a@b>", 2, null, null)]
    [InlineData("connect", "2", null, null, 2, 2)]
    [InlineData("connect", "1..3 times 1", null, 1, 1, 3)]
    [InlineData("*", "", null, null, null, null)]
    public void Conditions_are_read_in_any_order(string trigger, string words, string? pattern, int? times, int? first, int? last)
    {
        var conditions = RuleConditions.Parse(trigger, Split(words), out _);
        var turns = times is { } t ? new Turns(1, t) : null;
        var connections = first is { } f ? new Turns(f, last!.Value) : null;
        Assert.Equal(new RuleConditions(pattern, turns, connections), conditions);
    }

    [Fact]
    public void Every_condition_is_understood() => Assert.Equal(
        new RuleConditions(
            null, new Turns(2, 4), null, 0.5, 42, new Frequency(5, TimeSpan.FromMinutes(1)), "mail", true, false,
            CountedOver.Connection),
        RuleConditions.Parse(
            "RCPT", Split("times 2..4 per connection chance 0.5% seed 42 rate > 5/m state mail tls anonymous"), out _));

    [Theory]
    [InlineData("RCPT", "<a> <b>", 1)]
    [InlineData("RCPT", "1..3", 0)]
    [InlineData("RCPT", "times -1", 0)]
    [InlineData("RCPT", "times 99999999999", 0)]
    [InlineData("RCPT", "chance 101%", 0)]
    [InlineData("RCPT", "chance 10", 0)]
    [InlineData("RCPT", "chance -1%", 0)]
    [InlineData("RCPT", "tls rate > ", 1)]
    [InlineData("RCPT", "rate > 5", 0)]
    [InlineData("RCPT", "rate > 5/d", 0)]
    [InlineData("RCPT", "state ready", 0)]
    [InlineData("RCPT", "per session", 0)]
    [InlineData("RCPT", "times 4..2", 0)]
    [InlineData("RCPT", "times", 0)]
    [InlineData("connect", "<a>", 0)]
    [InlineData("connect", "1..2..3", 0)]
    [InlineData("connect", "1..", 0)]
    public void The_first_word_that_is_no_condition_is_told(string trigger, string words, int wrong)
    {
        Assert.Null(RuleConditions.Parse(trigger, Split(words), out var at));
        Assert.Equal(wrong, at);
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
