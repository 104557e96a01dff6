using System.Text;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class ComputedTests
{
    // The example of RFC 2195 2.
    private static readonly Variables Rfc2195 = new(
    [
        new("user", "tim"), new("password", "tanstaaftanstaaf"),
        new("challenge", Encoded("<1896.697170952@postoffice.reston.mci.net>")),
    ]);

    [Theory]
    [InlineData(@"{{b64:\0$user\0$password}}", "AHRpbQB0YW5zdGFhZnRhbnN0YWFm")]
    [InlineData("{{b64:}}", "")]
    [InlineData("{{b64:user}}", "dXNlcg==")]
    [InlineData("{{unb64:challenge}}", "<1896.697170952@postoffice.reston.mci.net>")]
    [InlineData("{{cram-md5:user,password,challenge}}", "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw")]
    [InlineData("{{cram-md5:tim,tanstaaftanstaaf,challenge}}", "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw")]
    public void A_value_is_computed_from_others(string text, string value) => Assert.Equal(value, Rfc2195.Fill(text));

    [Theory]
    [InlineData("{{b64:$nobody}}")]
    [InlineData("{{unb64:%%}}")]
    [InlineData("{{cram-md5:user,password}}")]
    [InlineData("{{scram-final:password,user}}")]
    [InlineData("{{scram-verifier:password}}")]
    public void What_cannot_be_computed_is_a_missing_value(string text) =>
        Assert.Throws<MissingValueException>(() => Rfc2195.Fill(text));

    [Theory]
    [InlineData(@"C:\temp")]
    [InlineData(@"a\qb")]
    [InlineData("a$b")]
    public void Values_are_taken_as_they_are(string password) => Assert.Equal(
        $"\0{password}", Encoding.ASCII.GetString(Convert.FromBase64String(
            new Variables([new("password", password), new("b", "x")]).Fill(@"{{b64:\0$password}}"))));

    [Theory]
    [InlineData("{{cram-md5:user,password}}", "'{{cram-md5:user,password}}': cram-md5 takes user,password,challenge")]
    [InlineData("{{scram-final:a,b,c}}", "'{{scram-final:a,b,c}}': scram-final takes password,challenge")]
    [InlineData("{{scram-final:a,b}}", null)]
    public void What_a_function_takes_is_counted(string text, string? why) =>
        Assert.Equal(why, Variables.Misfit(text, new HashSet<string>()));

    [Theory]
    [InlineData("C: {{b46:x}}", "1:4: 'b46:' computes nothing; did you mean 'b64'?; there are b64:, unb64:, cram-md5:, "
        + "scram-first:, scram-challenge:, scram-final:, scram-verifier:")]
    public void A_function_that_does_not_exist_is_an_error_of_the_script(string text, string message) =>
        Assert.Equal(message, Wrong.Of(text));

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
