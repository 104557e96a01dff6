using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

public sealed class CaseRunnerTests
{
    private const string Server = "@serve default caps SIZE 10, PIPELINING";

    [Theory]
    [InlineData("S: 220", CaseVerdict.Pass, "")]
    [InlineData("S: 5xx\nor S: 220 -> warn \"lenient\"", CaseVerdict.Warn, "lenient")]
    [InlineData("S: 5xx\nor S: 220 -> fail \"wrong\"", CaseVerdict.Fail, "wrong")]
    [InlineData("S: 421", CaseVerdict.Fail, "the code is 220, not 421")]
    [InlineData("S: 220\nC: EHLO {{client}}\nS: 250\nC: MAIL FROM:<{{from}}>\nS: 250", CaseVerdict.Pass, "")]
    [InlineData("S: 220\nC: RCPT TO:<{{nobody}}>", CaseVerdict.Skip, "the target's profile has no fact 'nobody'")]
    [InlineData("S: 220\nC: EHLO {{clinet}}", CaseVerdict.Error, "nothing says what '{{clinet}}' is; did you mean 'client'?")]
    [InlineData("@mail count 1", CaseVerdict.Skip, "the target's profile has no fact 'mail'")]
    [InlineData("@wait 5", CaseVerdict.Error, "x/a.feature › s:1:7: @wait needs a duration like 500ms, 3s or 2m, not '5'")]
    [InlineData("@serve default", CaseVerdict.Error, "x/a.feature › s:1:1: a script with @serve is served by its rules, "
        + "not walked")]
    public async Task What_came_of_a_script_is_the_verdict(string script, CaseVerdict verdict, string reason)
    {
        var result = await Run.AgainstAsync(Server, Features.One(Features.With("When the client plays", script)));
        Assert.Equal((verdict, reason), (result.Verdict, result.Reason));
        Assert.Equal(verdict is CaseVerdict.Warn or CaseVerdict.Fail, result.Evidence.Count > 0);
    }

    [Theory]
    [InlineData("@offers-SIZE", CaseVerdict.Pass, "")]
    [InlineData("@offers-pipelining", CaseVerdict.Pass, "")]
    [InlineData("@offers-DSN", CaseVerdict.Unsupported, "the server does not offer DSN")]
    [InlineData("@needs-rcpt", CaseVerdict.Pass, "")]
    [InlineData("@needs-other", CaseVerdict.Skip, "the target's profile has no fact 'other'")]
    [InlineData("@needs-mail", CaseVerdict.Skip, "the target's profile has no fact 'mail'")]
    [InlineData("@RFC5321-4.1", CaseVerdict.Pass, "")]
    public async Task Tags_say_what_a_case_needs(string tag, CaseVerdict verdict, string reason)
    {
        var scenario = Features.One(Features.With("When the client plays", "S: 220"), tag);
        var result = await Run.AgainstAsync(Server, scenario, new() { ["rcpt"] = "{{run}}@x" });
        Assert.Equal((verdict, reason), (result.Verdict, result.Reason));
    }

    [Theory]
    [InlineData("When it snows", "no step fits 'When it snows'")]
    [InlineData("When the client plays \"none.smtp\"", "none.smtp: there is no such file")]
    [InlineData("Then the internal server heard \"x\"", "the scenario has no internal server of its own")]
    public async Task A_case_that_cannot_run_is_in_error(string step, string reason)
    {
        var result = await Run.AgainstAsync(Server, Features.One(step));
        Assert.Equal(CaseVerdict.Error, result.Verdict);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.False(result.IsFine);
    }

    [Theory]
    [InlineData("Given the gateway setting \"A\" is \"1\"")]
    [InlineData("Given the gateway verifies recipients")]
    public async Task A_running_server_cannot_be_configured(string step) =>
        Assert.Equal(CaseVerdict.Skip, (await Run.AgainstAsync(Server, Features.One(step))).Verdict);

    [Fact]
    public async Task No_step_runs_where_one_is_unknown()
    {
        var steps = Features.With("When the client plays", "S: 421") + "Then it snows";
        Assert.Equal(CaseVerdict.Error, (await Run.AgainstAsync(Server, Features.One(steps))).Verdict);
    }

    [Theory]
    [InlineData("@mail count")]
    [InlineData("S: {n:(}")]
    [InlineData("@wait 2000h")]
    public async Task A_case_that_throws_is_in_error(string script)
    {
        var result = await Run.AgainstAsync(Server, Features.One(Features.With("When the client plays", script)));
        Assert.False(result.IsFine && result.Verdict == CaseVerdict.Pass);
    }

    [Fact]
    public async Task A_running_server_cannot_be_stopped()
    {
        var result = await Run.AgainstAsync(Server, Features.One("When the gateway is told to stop"));
        Assert.Equal(CaseVerdict.Skip, result.Verdict);
    }
}
