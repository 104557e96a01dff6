using System.Text;
using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

[Trait("Rows", "AU-14")]
public sealed class ScramExchangeTests
{
    // RFC 7677 3
    private const string ClientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private const string ServerNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private const string ServerFirst = $"r=rOprNGfwEbeRWgbNEkqO{ServerNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string ClientFinal =
        $"c=biws,r=rOprNGfwEbeRWgbNEkqO{ServerNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    private static readonly KnownUsers Users = new("user", "pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);

    [Fact]
    public async Task The_example_of_the_standard_goes_as_it_says()
    {
        Assert.Equal(
            [ServerFirst, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", "success as user"],
            await PlayAsync(ClientFirst, ClientFinal, ""));
    }

    [Fact]
    public async Task Without_an_initial_response_the_first_challenge_is_empty()
    {
        Assert.Equal(["", ServerFirst], await PlayAsync(null, ClientFirst));
    }

    [Theory]
    [InlineData("p=tls-unique,,n=user,r=abc")]
    [InlineData("n,,m=x,n=user,r=abc")]
    [InlineData("n,,n=,r=abc")]
    [InlineData("n,,n=us=er,r=abc")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,n=user,r=a b")]
    [InlineData("n=user,r=abc")]
    [InlineData("")]
    public async Task What_is_no_first_message_is_malformed(string first) => Assert.Equal(["malformed"], await PlayAsync(first));

    [Theory]
    [InlineData("y,,n=user,r=rOprNGfwEbeRWgbNEkqO", ServerFirst)]
    [InlineData("n,a=user,n=user,r=rOprNGfwEbeRWgbNEkqO", ServerFirst)]
    public async Task Headers_that_bind_nothing_will_do(string first, string challenge) =>
        Assert.Equal([challenge], await PlayAsync(first));

    [Theory]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "failure as user")]
    [InlineData("c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "failure as user")]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVA=",
        "failure as user")]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0", "malformed")]
    [InlineData("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=AAAA", "malformed")]
    [InlineData("", "malformed")]
    public async Task A_proof_that_proves_nothing_fails(string final, string end) =>
        Assert.Equal(end, (await PlayAsync(ClientFirst, final))[^1]);

    [Fact]
    public async Task A_user_who_is_not_there_is_asked_the_same_each_time_and_fails()
    {
        var first = ClientFirst.Replace("n=user", "n=nobody", StringComparison.Ordinal);
        var said = await PlayAsync(first, ClientFinal);
        Assert.Equal("failure as nobody", said[1]);
        Assert.Equal(said, await PlayAsync(first, ClientFinal));
        Assert.DoesNotContain("W22ZaJ0SNY7soEsUEjb6gQ==", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_written_and_read_back()
    {
        var keys = ScramKeys.Of("pencil", [1, 2, 3], 4096);
        Assert.Equal(keys.ToString(), ScramKeys.Parse(keys.ToString())?.ToString());
        Assert.Null(ScramKeys.Parse("SCRAM-SHA-256$0:AQID$AQID:AQID"));
        Assert.Null(ScramKeys.Parse("SCRAM-SHA-1$4096:AQID$AQID:AQID"));
        Assert.Null(ScramKeys.Parse(""));
    }

    private static async Task<List<string>> PlayAsync(params string?[] responses)
    {
        var exchange = new ScramExchange(Users, () => ServerNonce);
        var said = new List<string>();
        foreach (var response in responses)
        {
            var octets = response is null ? null : Encoding.UTF8.GetBytes(response);
            said.Add(Exchanges.Text(await exchange.AnswerAsync(octets, CancellationToken.None)));
        }
        return said;
    }
}
