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
        Assert.Equal(new RuleConditions(pattern, times, first, last), conditions);
    }

    [Theory]
    [InlineData("chance 10%", "chance")]
    [InlineData("seed 42", "seed")]
    [InlineData("state ready", "state")]
    [InlineData("rate > 5/s", "rate")]
    [InlineData("tls", "tls")]
    public void What_is_not_played_yet_is_understood(string words, string word) =>
        Assert.Equal(word, RuleConditions.Parse("RCPT", Split(words), out _)!.NotYetPlayed);

    [Theory]
    [InlineData("RCPT", "<a> <b>", 1)]
    [InlineData("RCPT", "1..3", 0)]
    [InlineData("RCPT", "times -1", 0)]
    [InlineData("RCPT", "times 99999999999", 0)]
    [InlineData("RCPT", "chance 101%", 0)]
    [InlineData("RCPT", "tls rate > ", 1)]
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
