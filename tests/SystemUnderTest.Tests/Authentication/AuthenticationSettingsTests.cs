using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

public sealed class AuthenticationSettingsTests : IDisposable
{
    private readonly string _users = Path.GetTempFileName();

    public void Dispose() => File.Delete(_users);

    [Fact]
    public void By_default_it_needs_TLS_makes_who_fails_wait_and_offers_what_it_can()
    {
        var auth = Read($$"""{ "Users": "{{_users}}" }""");
        Assert.Equal(["SCRAM-SHA-256", "PLAIN", "LOGIN"], auth.Mechanisms);
        Assert.Equal((false, false, false), (auth.Required, auth.BeforeTls, auth.LegacyLine));
        Assert.Equal((TimeSpan.FromSeconds(10), 5), (auth.Tarpit, auth.Tries));
        Assert.Equal(new FailureLimits(20, 10, TimeSpan.FromMinutes(15)), auth.Failures);
    }

    [Fact]
    public void Tokens_are_looked_up_where_it_says_and_their_secret_is_not_shown()
    {
        var auth = Read("""
            { "Tokens": { "Introspection": "https://id.example/introspect", "Client": "gate", "Secret": "hush",
                "UserClaim": "sub" },
              "FailuresPerAddress": "none", "FailuresPerUser": "none", "Required": true, "LegacyLine": true, "Tries": 3 }
            """);
        Assert.Equal(["OAUTHBEARER", "XOAUTH2"], auth.Mechanisms);
        Assert.Equal("https://id.example/introspect as gate", auth.Tokens?.ToString());
        Assert.Equal((null, null), (auth.Failures.PerAddress, auth.Failures.PerUser));
    }

    [Theory]
    [InlineData("{}", "Auth:Users names no file, nor is there a section Tokens: nobody could authenticate")]
    [InlineData("""{ "Users": "/nowhere.txt" }""", "Auth:Users: there is no file '/nowhere.txt'")]
    [InlineData("""{ "Users": "USERS", "Mechanisms": ["CRAM-MD5"] }""", "Auth:Mechanisms is [\"CRAM-MD5\"]; permitted: ")]
    [InlineData("""{ "Users": "USERS", "Mechanisms": ["XOAUTH2"] }""", "Auth:Mechanisms: XOAUTH2 needs a section Tokens")]
    [InlineData("""{ "Users": "USERS", "Mechanisms": [] }""", "Auth:Mechanisms is empty; ")]
    [InlineData("""{ "Users": "USERS", "Tries": 2 }""", "Auth:Tries is 2; permitted: a whole number from 3 to 1000")]
    [InlineData("""{ "Tokens": {} }""", "tokens need \"Introspection\"")]
    [InlineData("""{ "Tokens": { "Introspection": "ftp://x" } }""", "Auth:Tokens:Introspection is \"ftp://x\"; permitted: ")]
    public void What_is_wrong_is_named(string settings, string problem) => Assert.StartsWith(
        problem, Assert.Single(Loaded.Problems(With(settings.Replace("USERS", _users, StringComparison.Ordinal)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Without_TLS_somebody_must_say_that_clear_text_will_do() => Assert.StartsWith(
        "Auth is offered behind TLS only, and there is no section Tls",
        Assert.Single(Loaded.Problems($$"""{ "Listeners": [{}], "Auth": { "Users": "{{_users}}" } }""")).Message,
        StringComparison.Ordinal);

    private static AuthenticationOptions Read(string settings) => Loaded.From(With(settings)).Servers[0].Authentication!;

    private static string With(string settings) => $$"""{ "Listeners": [{}], "Tls": {}, "Auth": {{settings}} }""";
}
