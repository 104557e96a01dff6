using System.Text;
using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

[Trait("Rows", "AU-14")]
public sealed class ExchangeTests
{
    [Theory]
    [InlineData("PLAIN", new[] { "\0joe\0pass" }, new[] { "success as joe" })]
    [InlineData("PLAIN", new[] { null, "joe\0joe\0pass" }, new[] { "", "success as joe" })]
    [InlineData("PLAIN", new[] { "ann\0joe\0pass" }, new[] { "failure as joe" })]
    [InlineData("PLAIN", new[] { "\0joe\0Pass" }, new[] { "failure as joe" })]
    [InlineData("PLAIN", new[] { "joe\0pass" }, new[] { "malformed" })]
    [InlineData("PLAIN", new[] { "\0joe\0" }, new[] { "malformed" })]
    [InlineData("PLAIN", new[] { "\0\0pass" }, new[] { "malformed" })]
    [InlineData("PLAIN", new[] { "\0joe\0pass\0" }, new[] { "malformed" })]
    [InlineData("LOGIN", new[] { null, "joe", "pass" }, new[] { "Username:", "Password:", "success as joe" })]
    [InlineData("LOGIN", new[] { "joe", "pass" }, new[] { "Password:", "success as joe" })]
    [InlineData("LOGIN", new[] { "joe", "" }, new[] { "Password:", "failure as joe" })]
    [InlineData("LOGIN", new[] { "", "" }, new[] { "Password:", "failure as " })]
    [InlineData("OAUTHBEARER", new[] { "n,a=joe,\x01host=gate.example\x01port=587\x01" + "auth=Bearer good\x01\x01" },
        new[] { "success as joe" })]
    [InlineData("OAUTHBEARER", new[] { "n,,\x01" + "auth=Bearer good\x01\x01" }, new[] { "success as joe" })]
    [InlineData("OAUTHBEARER", new[] { null, "n,a=ann,\x01" + "auth=Bearer good\x01\x01", "\x01" },
        new[] { "", "refusal of ann", "over" })]
    [InlineData("OAUTHBEARER", new[] { "n,a=joe,\x01" + "auth=Bearer \x01\x01" }, new[] { "malformed" })]
    [InlineData("OAUTHBEARER", new[] { "p=x,,\x01" + "auth=Bearer good\x01\x01" }, new[] { "malformed" })]
    [InlineData("OAUTHBEARER", new[] { "n,,\x01" + "auth=Bearer good\x01" }, new[] { "malformed" })]
    [InlineData("XOAUTH2", new[] { "user=joe\x01" + "auth=Bearer good\x01\x01" }, new[] { "success as joe" })]
    [InlineData("XOAUTH2", new[] { "n,a=joe,\x01" + "auth=Bearer good\x01\x01" }, new[] { "malformed" })]
    [InlineData("XOAUTH2", new[] { "user=joe\x01" + "auth=Bearer bad\x01\x01", "" },
        new[] { "refusal of joe", "over" })]
    public async Task What_is_said_leads_to(string mechanism, string?[] responses, string[] steps)
    {
        var exchange = Mechanisms.Of(mechanism, new KnownUsers("joe", "pass"), new KnownToken()).Begin();
        var said = new List<string>();
        foreach (var response in responses)
        {
            var octets = response is null ? null : Encoding.UTF8.GetBytes(response);
            said.Add(Exchanges.Text(await exchange.AnswerAsync(octets, CancellationToken.None)));
        }
        Assert.Equal(steps, said);
    }

    [Theory]
    [InlineData("PLAIN", "\0joe\0pass")]
    [InlineData("SCRAM-SHA-256", "n,,n=joe,r=abc")]
    public async Task A_base_that_is_away_is_no_failure(string mechanism, string response)
    {
        var exchange = Mechanisms.Of(mechanism, new KnownUsers("joe", "pass") { IsAway = true }, null).Begin();
        Assert.IsType<Step.Unavailable>(await exchange.AnswerAsync(Encoding.UTF8.GetBytes(response), CancellationToken.None));
    }

    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("påß", "påß")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("a\uFFFD", null)]
    [InlineData("\u0007", null)]
    [InlineData("\u00AD", null)]
    [InlineData("", null)]
    [InlineData("a\uE000", null)]
    public void Names_and_passwords_are_prepared_as_RFC_4013_has_it(string text, string? prepared) =>
        Assert.Equal(prepared, Saslprep.Prepare(text));

    [Theory]
    [InlineData("", 0)]
    [InlineData("QQ==", 1)]
    [InlineData("QUI=", 2)]
    [InlineData("QUJD", 3)]
    [InlineData("QQ", null)]
    [InlineData("QQ=", null)]
    [InlineData("====", null)]
    [InlineData("Q===", null)]
    [InlineData("QU=D", null)]
    [InlineData("QU D", null)]
    [InlineData("QUJD\n", null)]
    [InlineData("QU-_", null)]
    public void Base64_is_decoded_to_the_letter(string text, int? octets) => Assert.Equal(octets, Base64.Decode(text)?.Length);

    [Fact]
    public async Task A_user_at_whom_too_many_have_guessed_is_not_checked()
    {
        var (users, ledger) = (new KnownUsers("joe", "pass"), new FailureLedger(new ManualTime()));
        var limits = new FailureLimits(null, 1, TimeSpan.FromMinutes(1));
        var guarded = new GuardedUserBase(users, ledger, limits);
        Assert.Equal(Judgement.Good, await guarded.CheckAsync("joe", "pass", CancellationToken.None));
        ledger.Add(null, "joe", limits);
        Assert.Equal(Judgement.Bad, await guarded.CheckAsync("joe", "pass", CancellationToken.None));
        Assert.Equal(1, users.Checks);
    }

    private sealed class KnownToken : ITokenCheck
    {
        public ValueTask<(Judgement Judgement, string User)> CheckAsync(string token, string claimed, CancellationToken cancel) =>
            new(token == "good" && claimed is "" or "joe" && token == "good" ? (Judgement.Good, "joe") : (Judgement.Bad, ""));
    }
}
