using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

public sealed class SinkSettingsTests
{
    [Theory]
    [InlineData("502 5.5.1 Not here", "502 5.5.1 Not here\r\n")]
    [InlineData("250 2.0.0 Fine", "250 2.0.0 Fine\r\n")]
    [InlineData("421 4.3.2 Come again", "421 4.3.2 Come again\r\n")]
    [InlineData("554 5.123.999 ~", "554 5.123.999 ~\r\n")]
    public void A_reply_is_said_as_it_is_written(string setting, string said)
    {
        var respond = Respond($$"""{ "Reply": "{{setting}}" }""");
        Assert.Equal(said, respond.Reply.ToString());
        Assert.Equal((true, false), (respond.Consume, respond.Disconnect));
    }

    [Theory]
    [InlineData("5.5.1 Not here")]
    [InlineData("502")]
    [InlineData("502 5.5.1")]
    [InlineData("502 4.5.1 x")]
    [InlineData("354 3.0.0 x")]
    [InlineData("154 1.0.0 x")]
    [InlineData("562 5.0.0 x")]
    [InlineData("502 5.5 x")]
    [InlineData("502 5.1234.1 x")]
    [InlineData("502 5.5.1 é")]
    [InlineData("502-5.5.1 x")]
    [InlineData(" 502 5.5.1 x")]
    [InlineData("502 5.5.1 a\\tb")]
    [InlineData("502 5.5.1 a\\r\\nb")]
    [InlineData("502 5.5.1 a\\r\\n")]
    public void A_reply_that_no_client_would_understand_is_a_problem(string setting) => Assert.Contains(
        Loaded.Problems(WithRespond($$"""{ "Reply": "{{setting}}" }""")),
        p => p.Message.Contains("permitted: a code, an enhanced code of its class, and text", StringComparison.Ordinal));

    [Fact]
    public void A_text_of_400_characters_is_the_longest()
    {
        Assert.Equal(412, Respond($$"""{ "Reply": "502 5.5.1 {{new string('x', 400)}}" }""").Reply.Octets.Length);
        Assert.NotEmpty(Loaded.Problems(WithRespond($$"""{ "Reply": "502 5.5.1 {{new string('x', 401)}}" }""")));
    }

    [Fact]
    public void Every_event_is_known_in_any_case_and_no_other()
    {
        Assert.All(SinkEvent.Names, name => Assert.Equal(name, SinkSettings.Event(name.ToLowerInvariant())));
        Assert.Null(SinkSettings.Event("RCTP"));
        Assert.Null(SinkSettings.Event(""));
    }

    [Fact]
    public void Every_command_of_the_gateway_is_an_event() => Assert.Empty(
        "HELO EHLO MAIL RCPT DATA RSET NOOP VRFY HELP QUIT".Split(' ').Except(SinkEvent.Names));

    [Fact]
    public void A_wrong_reply_is_one_problem_and_not_also_a_missing_one() =>
        Assert.Single(Loaded.Problems(WithRespond("""{ "Reply": "x" }""")));

    private static string WithRespond(string settings) =>
        $$"""{ "Listeners": [{}], "Sinks": [{ "Sink": "Respond", "Settings": {{settings}} }] }""";

    private static RespondSettings Respond(string settings) => Loaded.From(WithRespond(settings)).Servers[0].Sinks[0].Respond!;

    [Theory]
    [InlineData("50٢ 5.5.1 x")]
    [InlineData("502 5.٥.1 x")]
    public void Digits_of_other_scripts_are_no_digits_of_a_code(string setting) =>
        Assert.NotEmpty(Loaded.Problems(WithRespond($$"""{ "Reply": "{{setting}}" }""")));

    [Fact]
    public void A_line_feed_at_the_end_is_no_part_of_a_reply() =>
        Assert.NotEmpty(Loaded.Problems(WithRespond("""{ "Reply": "502 5.5.1 x\n" }""")));
}
