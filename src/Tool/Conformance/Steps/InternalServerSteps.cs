using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance.Steps;

/// <summary>The fake internal server behind the gateway, and what it heard.</summary>
[Binding]
public sealed class InternalServerSteps(World world)
{
    private FakeServer Server => world.Internal
        ?? throw new CaseEndedException(CaseVerdict.Error, "the scenario has no internal server of its own");

    [Given("an internal server that plays {string}")]
    public void PlaysFile(string file) => world.BeforeInternal(world.InFile(file));

    [Given("an internal server that plays")]
    public void Plays(string transcript) => world.BeforeInternal(world.Inline(transcript));

    [Given("an internal server that accepts everything")]
    public void AcceptsEverything() => Plays(
        "@serve default caps PIPELINING, SIZE 10485760, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES\n");

    [Given("no internal server is listening")]
    public void NotListening() => world.WithoutInternal();

    [Then("the internal server heard {string}")]
    public Task HeardAsync(string pattern) => CountAsync(n => n > 0, pattern, "at least once");

    [Then("the internal server heard {string} {int} time(s)")]
    public Task HeardTimesAsync(string pattern, int times) => CountAsync(n => n == times, pattern, $"{times} times");

    [Then("the internal server never heard {string}")]
    public Task NeverHeardAsync(string pattern) => CountAsync(n => n == 0, pattern, "never");

    [Then("the internal server heard")]
    public Task HeardInOrderAsync(string lines)
    {
        var wanted = lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Expect.SoonAsync(
            () => InOrder(wanted),
            () => $"the internal server heard, not in this order:\n{string.Join('\n', HeardLines.Of(Server.Log))}");
    }

    [Then("the internal server was connected to {int} time(s)")]
    public Task ConnectedAsync(int times) => Expect.SoonAsync(
        () => Server.Accepted == times, () => $"the internal server was connected to {Server.Accepted} times, not {times}");

    [Then("the internal server received {int} message(s)")]
    public Task ReceivedAsync(int count) => Expect.SoonAsync(
        () => world.Mail.All.Count == count, () => $"the internal server received {world.Mail.All.Count} messages, not {count}");

    [Then("the message received has the line(s)")]
    public async Task HasLinesAsync(string lines)
    {
        await Expect.SoonAsync(() => world.Mail.All.Count > 0, () => "no message was received");
        var content = world.Mail.All[^1].Content.Text.Split("\r\n");
        foreach (var wanted in lines.Split('\n').Select(world.Variables.Fill))
        {
            var found = content.Any(line => Pattern.Matches(wanted, line, world.Variables));
            Expect.True(found, $"no line '{wanted}' in:\n{string.Join('\n', content)}");
        }
    }

    /// <summary>Of whichever, where it is not sure which comes first.</summary>
    [Then("a message received has the line(s)")]
    public Task OneHasLinesAsync(string lines)
    {
        var wanted = lines.Split('\n').Select(world.Variables.Fill).ToArray();
        bool Has(string[] content) => wanted.All(w => content.Any(l => Pattern.Matches(w, l, new Variables())));
        return Expect.SoonAsync(
            () => world.Mail.All.Any(m => Has(m.Content.Text.Split("\r\n"))),
            () => $"no message of the {world.Mail.All.Count} received has the lines:\n{string.Join('\n', wanted)}");
    }

    [Then("the internal server's script was played to its end")]
    public Task PlayedAsync() => Expect.SoonAsync(
        () => Server.Outcomes.Any(o => o.End != End.Unfinished), () => "the internal server's script is not at its end");

    private Task CountAsync(Func<int, bool> enough, string pattern, string wanted)
    {
        var filled = world.Variables.Fill(pattern);
        int Count() => HeardLines.Of(Server.Log).Count(l => Pattern.Matches(filled, l, new Variables()));
        return Expect.SoonAsync(
            () => enough(Count()), () => $"the internal server heard '{filled}' {Count()} times, not {wanted}");
    }

    private bool InOrder(string[] wanted)
    {
        var heard = HeardLines.Of(Server.Log);
        var at = 0;
        foreach (var pattern in wanted.Select(world.Variables.Fill))
        {
            at = heard.FindIndex(at, l => Pattern.Matches(pattern, l, new Variables())) + 1;
            if (at == 0)
                return false;
        }
        return true;
    }
}
