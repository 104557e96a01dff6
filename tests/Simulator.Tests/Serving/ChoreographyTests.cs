using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Serving;

public sealed class ChoreographyTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Parts_play_at_once_and_meet()
    {
        var outcomes = await PlayAsync("""
            title: the second client is served while the first one waits

            @server a
            S: 220
            C: first
            @sync second-is-done
            S: 250 first

            @server b
            S: 220
            C: second
            S: 250 second

            @client one to {{a}}
            S: 220
            C: first
            S: 250

            @client two to {{b}}
            S: 220
            C: second
            S: 250
            @sync second-is-done
            """);
        Assert.Equal(["a", "b", "one", "two"], outcomes.Select(o => o.Part.Name));
        Assert.All(outcomes, o => Stage.Passed(o.Outcome));
        var (first, second) = (outcomes[2].Outcome.Log.Entries, outcomes[3].Outcome.Log.Entries);
        Assert.Equal(["220\r\n", "250 first\r\n"], first.Where(e => e.What == Happening.Heard).Select(e => e.Octets.Text));
        Assert.NotEmpty(second);
    }

    [Fact]
    public async Task Mail_that_one_part_receives_is_counted_by_another()
    {
        var outcomes = await PlayAsync(
            "@server a\n@serve default\n@client one to 127.0.0.1:{{a.port}}\nS: 220\nC: HELO x\nS: 250\nC: MAIL FROM:<>\nS: 250\n"
            + "C: RCPT TO:<a@b>\nS: 250\nC: DATA\nS: 354\n@body <<E\nx\nE\nS: 250\n@mail count 1 within 5s\n");
        Assert.All(outcomes, o => Stage.Passed(o.Outcome));
    }

    [Theory]
    [InlineData("S: 220\n@client a\nS: 220",
        "t.smtp:1:1: this line belongs to no part: it stands above the first @server or @client")]
    [InlineData("@server a\nS: 1\n@sync x\n@client b to {{a}}\nS: 1\n@sync y\n",
        "t.smtp:3:1: @sync x waits for nobody: no other part names it")]
    [InlineData("@client a\nS: 1\n@server a\nS: 2", "t.smtp:3:1: there is a part named 'a' already")]
    [InlineData("@client a\nS: 1",
        "t.smtp:1:1: @client a: it is sent nowhere: give it 'to ADDRESS:PORT', or the whole script a target")]
    [InlineData("@client a to here\nS: 1", "t.smtp:1:1: @client a: 'here' is no ADDRESS:PORT like 127.0.0.1:2525")]
    [InlineData("@server a at there\nS: 1", "t.smtp:1:1: @server a: 'there' is no ADDRESS:PORT like 127.0.0.1:2525")]
    [InlineData("\n@server a at 2525\nS: 1", "t.smtp:2:1: @server a: '2525' is no ADDRESS:PORT like 127.0.0.1:2525")]
    [InlineData("@server b\n@serve default\n@client a to 127.0.0.1\nS: 1",
        "t.smtp:3:1: @client a: '127.0.0.1' is no ADDRESS:PORT")]
    [InlineData("@client a to 127.0.0.1:0\nS: 1", "t.smtp:1:1: @client a: '127.0.0.1:0' is no ADDRESS:PORT")]
    [InlineData("@client a to localhost:25\nS: 1", "t.smtp:1:1: @client a: 'localhost:25' is no ADDRESS:PORT")]
    [InlineData("@client a to {{nobody}}\nS: 1", "t.smtp:1:1: @client a: nothing says what '{{nobody}}' is")]
    [InlineData("\n@server a at {{nobody}}\nS: 1", "t.smtp:2:1: @server a: nothing says what '{{nobody}}' is")]
    [InlineData("@server a at 192.0.2.1:2525\nS: 1", "t.smtp:1:1: @server a: cannot listen on 192.0.2.1:2525: ")]
    [InlineData("@server a", "t.smtp:1:1: there is nothing to play in this script")]
    public async Task What_cannot_be_played_is_an_error(string script, string message) =>
        Assert.StartsWith(
            message, (await Assert.ThrowsAsync<UnusableFileException>(() => PlayAsync(script))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void What_an_included_file_waits_for_counts()
    {
        var folder = Directory.CreateTempSubdirectory("smtpsim-");
        File.WriteAllText(Path.Combine(folder.FullName, "go.smtp"), "@sync go\n");
        var script = "@server s\n@serve default\n@client a to {{s}}\n@include go.smtp\nS: 220\n"
            + "@client b to {{s}}\n@include go.smtp\nS: 220\n";
        var meetings = Choreography.Of(TranscriptSource.Read(script, "t.smtp", folder.FullName))!.Meetings;
        Assert.False(meetings.MeetAsync("go", "a", CancellationToken.None).IsCompleted);
        Assert.True(meetings.MeetAsync("go", "b", CancellationToken.None).IsCompleted);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Connections_of_one_part_do_not_release_one_another()
    {
        var outcomes = await PlayAsync(
            "@server s\n@serve default\n@on NOOP -> @sync go, S: 250 released\n"
            + "@client a to {{s}}\nS: 220\nC: NOOP\nS: 250 released\n@client b to {{s}}\nS: 220\nC: NOOP\nS: 250 released\n"
            + "@client c to {{s}}\nS: 220\n@wait 200ms\n@sync go\n");
        Assert.All(outcomes, o => Stage.Passed(o.Outcome));
        Assert.All(outcomes.Skip(1).Take(2), o => Assert.True(o.Outcome.Log.Entries[^1].At >= TimeSpan.FromMilliseconds(150)));
    }

    [Fact]
    public void A_script_without_parts_is_none() => Assert.Null(Choreography.Of(Stage.Source("S: 220\n")));

    private static async Task<IReadOnlyList<(Part Part, Outcome Outcome)>> PlayAsync(string script)
    {
        var options = Stage.Options with { ReplyLimit = TimeSpan.FromSeconds(1) };
        var choreography = Choreography.Of(Stage.Source(script))!;
        return await choreography.PlayAsync(null, new Variables(), options, CancellationToken.None).WaitAsync(Limit);
    }
}
