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

    private static string Said(Variables values, string text) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(values.Fill(text)));
}
