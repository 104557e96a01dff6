using System.Text;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class ScramTests
{
    // The example of RFC 7677 3.
    [Fact]
    public void A_client_says_what_RFC_7677_says()
    {
        var values = new Variables([new("cnonce", "rOprNGfwEbeRWgbNEkqO")]);
        var challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
        values.Set("challenge", Convert.ToBase64String(Encoding.ASCII.GetBytes(challenge)));
        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", Said(values, "{{scram-first:user}}"));
        Assert.Equal(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            Said(values, "{{scram-final:pencil,challenge}}"));
        Assert.Equal("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Said(values, "{{scram-verifier:pencil}}"));
    }

    [Fact]
    public void A_name_is_escaped() =>
        Assert.Equal("n,,n=a=2Cb=3Dc,r=smtpsim-client", Said(new Variables(), "{{scram-first:a,b=c}}"));

    [Fact]
    public async Task Both_sides_of_a_script_agree()
    {
        const string Dialogue =
            "C: AUTH SCRAM-SHA-256 {{scram-first:user}}\nS: 334 {challenge}\nC: {{scram-final:password,challenge}}\n"
            + "S: 334 {{scram-verifier:password}}\nC:\nS: 235\n";
        const string Server =
            "C: AUTH SCRAM-SHA-256 {first}\nS: 334 {{scram-challenge:first}}\nC: {{scram-final:password,scram.challenge}}\n"
            + "S: 334 {{scram-verifier:password}}\nC:\nS: 235 welcome\n";
        var values = new Variables([new("user", "u"), new("password", "p")]);
        await using var server = Stage.Serve(Server, values);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, Dialogue, values));
    }

    // What a server says wrong is its fault, and not the script's.
    [Theory]
    [InlineData("!!!", "what it is computed of is no base64 (RFC 4648 4)")]
    [InlineData("{r=other,s=c2FsdA==,i=4096}", "the server's nonce does not begin with the client's (RFC 5802 5.1)")]
    [InlineData("{m=x,r=mine-other,s=c2FsdA==,i=4096}",
        "the server's first message does not begin with r=, s= and i= (RFC 5802 7)")]
    [InlineData("{s=c2FsdA==,r=mine-other,i=4096}", "the server's first message does not begin with r=, s= and i= (RFC 5802 7)")]
    [InlineData("{r=mine-other,i=4096}", "there is no 's=' in the message (RFC 5802 5.1)")]
    [InlineData("{r=mine-other,s=c2FsdA==,i=x}", "'i=x' is no count of iterations (RFC 5802 5.1)")]
    public async Task A_challenge_that_is_none_fails_the_script(string challenge, string why)
    {
        var said = challenge[0] == '{' ? Convert.ToBase64String(Encoding.ASCII.GetBytes(challenge[1..^1])) : challenge;
        var outcome = await Stage.PlayAsync(
            "S: 220\nC: AUTH SCRAM-SHA-256 {{scram-first:user}}\nS: 334 {q}\nC: {{scram-final:secret,q}}\nS: 235\n",
            async peer =>
            {
                await peer.SayAsync("220 x\r\n");
                await peer.LineAsync();
                await peer.SayAsync($"334 {said}\r\n");
                await peer.RestAsync();
            },
            new Variables([new("cnonce", "mine")]));
        Stage.Failed(outcome, $"{{{{scram-final:…}}}} cannot be computed: {why}", 4);
    }

    private static string Said(Variables values, string text) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(values.Fill(text)));
}
