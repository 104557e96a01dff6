using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

/// <summary>What scenarios share, through scenarios: gateways are fake servers that play what they are told.</summary>
public sealed class WorldTests
{
    [Theory]
    [InlineData("@on connect -> S: 220 mine", "S: 220 mine", CaseVerdict.Pass)]
    [InlineData("@on connect -> S: 421 no", "S: 220", CaseVerdict.Fail)]
    public async Task A_case_with_a_setting_has_a_gateway_of_its_own(string plays, string script, CaseVerdict verdict)
    {
        var steps = $"Given the gateway setting \"Plays\" is \"{plays}\"\n" + Features.With("When the client plays", script);
        Assert.Equal(verdict, (await Run.ConfiguredAsync(Features.One(steps))).Verdict);
    }

    [Fact]
    public async Task A_script_that_cannot_be_served_leaves_no_gateway_behind()
    {
        var steps = Features.With("Given an internal server that plays", "@serve default\nS: 220")
            + Features.With("When the client plays", "S: 220");
        Assert.Equal(CaseVerdict.Error, (await Run.ConfiguredAsync(Features.One(steps))).Verdict);
    }

    [Fact]
    public async Task Other_cases_share_one()
    {
        var result = await Run.ConfiguredAsync(Features.One(Features.With("When the client plays", "S: 220 sim.example ESMTP")));
        Assert.Equal((CaseVerdict.Pass, ""), (result.Verdict, result.Reason));
    }

    [Fact]
    public async Task A_client_goes_on_where_it_was()
    {
        var steps = Features.With("When the client plays", "S: 220\nC: EHLO x\nS: 250")
            + Features.With("Then the client goes on", "C: QUIT\nS: 221\n@eof");
        Assert.Equal("", (await Run.ConfiguredAsync(Features.One(steps))).Reason);
    }

    [Fact]
    public async Task A_client_that_never_began_cannot_go_on() => Assert.Equal(
        "the client has not played anything that it could go on with",
        (await Run.ConfiguredAsync(Features.One(Features.With("Then the client goes on", "C: x")))).Reason);

    [Fact]
    public async Task A_capture_holds_for_the_whole_scenario()
    {
        var steps = Features.With("When the client plays", "S: 220 {host} ESMTP")
            + Features.With("Then the client plays", "S: 220 {{host}} ESMTP\nC: EHLO x\nS: 250 {host}");
        Assert.Equal("", (await Run.ConfiguredAsync(Features.One(steps))).Reason);
    }

    [Fact]
    public async Task Several_clients_play_at_once() => Assert.Equal("", (await Run.ConfiguredAsync(
        Features.One(Features.With("When 20 clients play at once", "S: 220\nC: QUIT\nS: 221\n@eof")))).Reason);

    [Fact]
    public async Task A_gateway_that_refuses_is_in_error_unless_that_is_expected()
    {
        const string refusing = "Given the gateway setting \"Plays\" is \"refuse\"\n";
        var result = await Run.ConfiguredAsync(Features.One(refusing + "When the gateway starts"));
        Assert.Equal(CaseVerdict.Error, result.Verdict);
        const string expected = "Then the gateway refuses to start and says \"Plays: refused\"";
        Assert.Equal(CaseVerdict.Pass, (await Run.ConfiguredAsync(Features.One(refusing + expected))).Verdict);
    }

    [Fact]
    public async Task The_gateway_says_and_stops()
    {
        const string steps = "Given the gateway setting \"A\" is \"1\"\nWhen the gateway starts\n"
            + "Then the gateway stops with exit code 0";
        Assert.Equal("", (await Run.ConfiguredAsync(Features.One(steps))).Reason);
        Assert.Equal(
            "the exit code is 0, not 1",
            (await Run.ConfiguredAsync(Features.One(steps.Replace("code 0", "code 1", StringComparison.Ordinal)))).Reason);
    }
}
