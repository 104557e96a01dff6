using SmtpGate.Recipients;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

/// <summary>The dialogue with the internal server, seen through the verifier that owns the connection.</summary>
public sealed class VerificationLineTests
{
    private static readonly string[] Known = [.. Ask("250 ok"), .. Reset];
    private static readonly string[] NextUnknown = [.. Opening, .. Ask("550 no")];

    private readonly ManualTime _clock = new();

    [Theory]
    [InlineData("250 ok", typeof(Verdict.Known))]
    [InlineData("251 elsewhere", typeof(Verdict.Known))]
    [InlineData("252 perhaps", typeof(Verdict.Known))]
    [InlineData("550 5.1.1 no", typeof(Verdict.Unknown))]
    [InlineData("550-5.1.1 no\r\n550 5.1.1 really", typeof(Verdict.Unknown))]
    [InlineData("553 no", typeof(Verdict.Unknown))]
    [InlineData("450 later", typeof(Verdict.Later))]
    [InlineData("451 4.7.1 greylisted", typeof(Verdict.Later))]
    public async Task An_answer_to_RCPT_is_a_verdict_and_the_connection_is_kept(string answer, Type verdict)
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask(answer), .. Reset, .. Known]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType(verdict, await verifier.VerdictAsync());
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
    }

    [Theory]
    [InlineData("354 go", typeof(Verdict.Unverified))]
    [InlineData("what?", typeof(Verdict.Unverified))]
    [InlineData("550-no\r\n250 yes", typeof(Verdict.Unverified))]
    [InlineData("421 closing", typeof(Verdict.Later))]
    public async Task An_answer_out_of_step_costs_the_connection(string answer, Type verdict)
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask(answer)], NextUnknown);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType(verdict, await verifier.VerdictAsync());
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Theory]
    [InlineData("550 5.7.1 not you")]
    [InlineData("451 later")]
    [InlineData("421 closing")]
    [InlineData("354 go")]
    [InlineData("what?")]
    public async Task A_refused_MAIL_is_no_verdict_on_the_recipient(string answer)
    {
        await using var peer = new ScriptedPeer([.. Opening, Mail[0], "S: " + answer], NextUnknown);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.StartsWith("MAIL was answered", Why(await verifier.VerdictAsync()), StringComparison.Ordinal);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Theory]
    [InlineData("554 no")]
    [InlineData("421 busy")]
    [InlineData("what?")]
    [InlineData("!close")]
    public async Task Without_a_welcome_there_is_no_verdict_and_the_next_question_tries_again(string banner)
    {
        await using var peer = new ScriptedPeer(["S: " + banner], NextUnknown);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.StartsWith("no session: ", Why(await verifier.VerdictAsync()), StringComparison.Ordinal);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task A_server_that_does_not_know_EHLO_is_asked_with_HELO()
    {
        await using var peer = new ScriptedPeer(
            ["S: 220 x", "C: EHLO world", "S: 500 what?", "C: HELO world", "S: 250 x", .. Ask("550 no"), .. Reset]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task A_server_that_hangs_up_on_a_new_connection_gives_no_verdict()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Mail, "C: RCPT TO:<Joe@d.example>", "S: !close"]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.Equal("the internal server closed the connection", Why(await verifier.VerdictAsync()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_kept_connection_that_the_server_has_closed_is_replaced_and_the_question_asked_again(int heard)
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Known, .. Known[..heard], "S: !close"], NextUnknown);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        await _clock.ArmedAsync(TimeSpan.FromSeconds(300));
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Theory]
    [InlineData("250 ok\r\n421 closing")]
    [InlineData("250 ok\r\n250 ok")]
    public async Task A_server_that_says_what_nobody_asked_is_asked_on_a_new_connection(string answer)
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask("250 ok"), "C: RSET", "S: " + answer], NextUnknown);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        await _clock.ArmedAsync(TimeSpan.FromSeconds(300));
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Theory]
    [InlineData("500 what?")]
    [InlineData("421 closing")]
    [InlineData("what?")]
    public async Task A_server_that_refuses_RSET_is_asked_on_a_new_connection(string answer)
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask("250 ok"), "C: RSET", "S: " + answer], NextUnknown);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task In_the_dialogue_of_the_original_it_is_HELO_small_letters_and_RSET_before_each_reuse()
    {
        string[] ask = ["C: MAIL FROM:<rcptproxy@localhost>", "S: 250 ok", "C: RCPT TO:<joe@d.example>", "S: 550 no"];
        await using var peer = new ScriptedPeer(
            ["S: 220 x", "C: HELO world", "S: 250 x", .. ask, .. Reset, .. ask, "C: QUIT", "S: 221 bye"]);
        using var verifier = Verifier(Settings(peer) with { Exact = true }, _clock);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
        await _clock.ArmedAsync(TimeSpan.FromSeconds(300));
        Assert.DoesNotContain("RSET", peer.Rest());
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
        await _clock.ArmedAsync(TimeSpan.FromSeconds(300));
        _clock.Advance(TimeSpan.FromSeconds(300));
        await peer.PlayedAsync();
    }

    [Fact]
    public async Task An_international_recipient_is_asked_about_with_SMTPUTF8()
    {
        await using var peer = new ScriptedPeer([
            .. Opening, "C: MAIL FROM:<rcptproxy@localhost> SMTPUTF8", "S: 250 ok", "C: RCPT TO:<jö@d.example>", "S: 550 no"]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync(International));
    }

    [Theory]
    [InlineData(false, "C: EHLO world")]
    [InlineData(true, "C: HELO world")]
    public async Task A_server_without_SMTPUTF8_is_not_asked_about_an_international_recipient(bool exact, string hello)
    {
        await using var peer = new ScriptedPeer(["S: 220 x", hello, "S: 250 x", "C: RSET", "S: 250 ok"]);
        using var verifier = Verifier(Settings(peer) with { Exact = exact }, _clock);
        Assert.Equal("the internal server does not take SMTPUTF8 addresses", Why(await verifier.VerdictAsync(International)));
        Assert.DoesNotContain(peer.Rest(), line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "C: MAIL FROM:<>")]
    [InlineData("<>", "C: MAIL FROM:<>")]
    [InlineData("<probe@gate.example>", "C: MAIL FROM:<probe@gate.example>")]
    [InlineData("probe@gate.example", "C: MAIL FROM:<probe@gate.example>")]
    public async Task The_sender_and_the_name_are_those_of_the_settings(string from, string mail)
    {
        var settings = Loaded.Verifier($$"""{ "65554": "gate.example", "65558": "{{from}}" }""");
        await using var peer = new ScriptedPeer(
            ["S: 220 x", "C: EHLO gate.example", "S: 250 x", mail, "S: 250 ok", "C: RCPT TO:<Joe@d.example>", "S: 550 no"]);
        using var verifier = Verifier(settings with { Server = peer.EndPoint }, _clock);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    private static string Why(Verdict verdict) => Assert.IsType<Verdict.Unverified>(verdict).Why;
}
