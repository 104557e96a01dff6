using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

public sealed class TokenIntrospectionTests
{
    private static readonly IntrospectionOptions Options =
        new(new Uri("https://id.example/introspect"), "gate", "hush", "username", TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData("""{ "active": true, "username": "joe" }""", "", Judgement.Good)]
    [InlineData("""{ "active": true, "username": "joe" }""", "Joe", Judgement.Good)]
    [InlineData("""{ "active": true, "username": "joe" }""", "ann", Judgement.Bad)]
    [InlineData("""{ "active": false }""", "", Judgement.Bad)]
    [InlineData("""{ "active": true }""", "joe", Judgement.Bad)]
    [InlineData("""{ "active": "true", "username": "joe" }""", "joe", Judgement.Bad)]
    [InlineData("no JSON", "", Judgement.Unavailable)]
    [InlineData("[]", "", Judgement.Unavailable)]
    public async Task The_server_s_word_counts(string answer, string claimed, Judgement judgement)
    {
        var server = new Server(HttpStatusCode.OK, answer);
        using var http = new HttpClient(server);
        var check = new TokenIntrospection(Options, http, NullLogger<TokenIntrospection>.Instance);
        Assert.Equal(judgement, (await check.CheckAsync("a token", claimed, CancellationToken.None)).Judgement);
        // RFC 7662 2.1
        Assert.Equal(
            "POST https://id.example/introspect Basic Z2F0ZTpodXNo token=a+token&token_type_hint=access_token", server.Heard);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task A_server_that_does_not_answer_is_no_failure_of_the_client(HttpStatusCode status)
    {
        using var http = new HttpClient(new Server(status, "{}"));
        var check = new TokenIntrospection(Options, http, NullLogger<TokenIntrospection>.Instance);
        Assert.Equal(Judgement.Unavailable, (await check.CheckAsync("t", "", CancellationToken.None)).Judgement);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_not_waited_for()
    {
        using var http = new HttpClient(new Silence());
        var options = Options with { TimeLimit = TimeSpan.FromMilliseconds(1) };
        var check = new TokenIntrospection(options, http, NullLogger<TokenIntrospection>.Instance);
        var checking = check.CheckAsync("t", "", CancellationToken.None).AsTask();
        Assert.Equal(Judgement.Unavailable, (await checking.WaitAsync(TestLimits.Wait)).Judgement);
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Until the limit cancels it.
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    private sealed class Server(HttpStatusCode status, string answer) : HttpMessageHandler
    {
        public string Heard { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = await request.Content!.ReadAsStringAsync(cancellationToken);
            Heard = $"{request.Method} {request.RequestUri} {request.Headers.Authorization} {content}";
            return new HttpResponseMessage(status) { Content = new StringContent(answer) };
        }
    }
}
