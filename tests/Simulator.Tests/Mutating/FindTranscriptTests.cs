using SmtpSim.Mutating;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Mutating;

[Trait("Rows", "SM-13")]
public sealed class FindTranscriptTests
{
    private static readonly Turn[] Turns =
    [
        new Turn(default, [220]), new Turn(Octets.Of("DATA\r\n"), [354]),
        new Turn(Octets.Of("a{{b\0\r\n"), [500]) { Excused = [500] },
    ];

    private const string Said = "S: 2xx,3xx,4xx,5xx\nC> \"DATA\\r\\n\"\nS: 354\nC> \"a\\x7b\\x7Bb\\0\\r\\n\"\n"
        + "S: 2xx,3xx,4xx,5xx\nS? 2xx,3xx,4xx,5xx\n";

    // What would be the misdeed does not come from a target that behaves.
    [Theory]
    [InlineData(Misdeed.TwoAnswers, "behind 'x'", "@quiet 500ms\n")]
    [InlineData(Misdeed.Hang, "no answer to 'x'", "S: 2xx,3xx,4xx,5xx\n@close\n")]
    [InlineData(Misdeed.NoReply, "no answer to 'DATA'", "S: 354,4xx,5xx\n")]
    [InlineData(Misdeed.NoReply, "no answer to 'x'", "S: 2xx,334,4xx,5xx\n")]
    [InlineData(Misdeed.Crash, "gone", "@wait 500ms\n@close\n@wait 500ms\n# and it still greets:\nS2: 220\n@close\n")]
    public void It_ends_with_what_a_target_that_behaves_does(Misdeed misdeed, string text, string end) => Assert.Equal(
        $"title: {misdeed} found by mutation\n\n# seed 1\n# {text}\n{Said}{end}",
        FindTranscript.Write(new Finding(misdeed, text), Turns, "seed 1"));

    [Fact]
    public void Who_ends_though_nothing_was_said_is_shown_too() => Assert.EndsWith(
        "\nS2: 220\n@close\n", FindTranscript.Write(new Finding(Misdeed.Crash, "x"), [], "seed 1"), StringComparison.Ordinal);

    [Theory]
    [InlineData(Misdeed.Lost)]
    [InlineData(Misdeed.Surplus)]
    public void What_a_transcript_cannot_show_it_says(Misdeed misdeed) => Assert.Contains(
        "\n# To see it, count what the next hop gets: this transcript cannot.\n",
        FindTranscript.Write(new Finding(misdeed, "x"), Turns, "seed 1"), StringComparison.Ordinal);
}
