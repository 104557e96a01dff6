using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Serving;

public sealed class ChoreographyRunTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_part_that_fails_stops_the_others()
    {
        var outcomes = await PlayAsync(
            "@server a\nS: 220\nC: this\n@sync x\nS: 250\n@client one to {{a}}\nS: 220\nC: that\nS: 250\n@sync x\n"
            + "@client two to {{a}}\n@sync x\n",
            TimeSpan.FromSeconds(10));
        Assert.Equal(End.Failed, outcomes[0].Outcome.End);
        Assert.Equal([End.Failed, End.Unfinished], outcomes.Skip(1).Select(o => o.Outcome.End));
    }

    [Fact]
    public async Task A_server_that_nobody_comes_to_fails()
    {
        var outcomes = await PlayAsync(
            "@server a\nS: 220\n@server b\n@serve default\n@client one to {{b}}\nS: 220\n", TimeSpan.FromSeconds(1));
        Assert.Equal(
            [(End.Failed, "its script was not played to its end"), (End.Passed, ""), (End.Passed, "")],
            outcomes.Select(o => (o.Outcome.End, o.Outcome.Reason)));
    }

    private static async Task<IReadOnlyList<(Part Part, Outcome Outcome)>> PlayAsync(string script, TimeSpan patience)
    {
        var options = Stage.Options with { ReplyLimit = patience };
        var choreography = Choreography.Of(Stage.Source(script))!;
        return await choreography.PlayAsync(null, new Variables(), options, CancellationToken.None).WaitAsync(Limit);
    }
}
