using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FsCheck.Fluent;

namespace SmtpSim.Tests.Control;

[Trait("Rows", "SM-12")]
public sealed class ControlHostTests : IAsyncLifetime
{
    private Controlled _control = null!;

    public async Task InitializeAsync() => _control = await Controlled.StartAsync();

    public async Task DisposeAsync() => await _control.DisposeAsync();

    [Fact]
    public async Task The_document_names_every_route_and_what_can_go_wrong()
    {
        var document = await _control.GetAsync("/openapi.json");
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name} {p.Name}")).ToList();
        Assert.Equal(19, operations.Count);
        Assert.All(
            document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()),
            o => Assert.True(
                o.Value.GetProperty("responses").TryGetProperty("default", out _) && o.Value.TryGetProperty("summary", out _)));
    }

    [Fact]
    public async Task Nothing_that_can_be_sent_is_answered_by_a_fault_of_its_own()
    {
        await _control.MakeAsync("a", "@serve default\n");
        string[] paths =
        [
            "/servers", "/servers/a", "/servers/a/script", "/servers/a/rules", "/servers/a/rules/1", "/servers/a/mail/1",
            "/servers/a/mail?count=1&within=1ms", "/servers/a/mail?within=%00", "/servers/%00", "/servers/a/sessions/%FF",
            "/servers/a/rules/99999999999", "/servers/a/mail/-1/raw", "/nothing", "/servers/a/reset", "/servers/../..",
        ];
        string[] pieces =
        [
            "{", "}", "[", "]", ":", ",", "\"", "null", "1e999", "\"script\"", "\"S: 220\\n@on\"", "\"\\u0000\"", "\"name\"",
            "\"a\"", "\"values\"", "{\"a\":null}", "\"rules\"", "\ud800", "\"listen\"", "\"[::1]:99999\"", "true", " ",
        ];
        HttpMethod[] methods = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch];
        var requests =
            from method in Gen.Elements(methods)
            from path in Gen.Elements(paths)
            from body in Always.Some(Gen.Elements(pieces), 12)
            select (method, path, string.Concat(body));
        Always.Holds(requests, r => Assert.InRange((int)StatusOf(r.method, r.path, r.Item3), 200, 499), 500);
        Assert.NotEmpty((await _control.GetAsync("/openapi.json")).GetProperty("openapi").GetString()!);
    }

    [Theory]
    [InlineData("GET", "/nothing", null, "no-such-thing", "there is nothing at '/nothing'; /openapi.json lists what there is")]
    [InlineData("PATCH", "/servers", null, "wrong-method", "'/servers' takes GET, POST, and not PATCH")]
    [InlineData("POST", "/servers", "{\"seed\":\"x\"}", "wrong-request", "the JSON is wrong at line 1, byte 12, at 'seed': "
        + "it is not the kind of value that is expected; see /openapi.json")]
    [InlineData("POST", "/servers/a/rules", "{}", "wrong-request", "the JSON is wrong at line 1, byte 3: "
        + "the member 'rules' is missing")]
    [InlineData("POST", "/servers/a/rules", "{\"rules\":null}", "wrong-request", "the JSON is wrong at line 1, byte 14, at "
        + "'rules': it may be missing, or have a value, but not be null")]
    [InlineData("POST", "/servers", "{\"values\":{\"x\":null}}", "unusable-script", "values: 'x' is null: give it a text, "
        + "or leave it out")]
    [InlineData("POST", "/servers", "{\"seed\":1,\"seed\":2}", "wrong-request", "the JSON is wrong at line 1, byte 18, at "
        + "'seed': the member 'seed' stands there twice")]
    [InlineData("GET", "/events?server=a%20b", null, "wrong-request", "'a b' is no name for a server: 1 to 64 letters, digits, "
        + "hyphens and underscores")]
    [InlineData("GET", "/servers/a/mail?count=abc", null, "wrong-request", "count: 'abc' is no whole number")]
    [InlineData("GET", "/servers/a/mail?cuont=3", null, "wrong-request", "the query has 'cuont'; what may stand there: "
        + "mark, count, within, content")]
    [InlineData("GET", "/servers?all=1", null, "wrong-request", "the query has 'all', and nothing may stand there")]
    public async Task Whatever_is_wrong_is_told_with_its_remedy(
        string method, string path, string? body, string type, string detail)
    {
        var (_, said) = await _control.AskAsync(new HttpMethod(method), path, body);
        Assert.Equal($"/problems/{type}", said.GetProperty("type").GetString());
        Assert.Equal(detail, said.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "evil.example:8025")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Pages_of_others_are_kept_out(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/servers");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _control.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Told_so_it_answers_to_any_name()
    {
        await using var remote = await Controlled.StartAsync(remote: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/servers");
        request.Headers.Host = "build.example";
        Assert.Equal(HttpStatusCode.OK, (await remote.Http.SendAsync(request)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Created, (await remote.AskAsync(HttpMethod.Post, "/servers", """{"listen":"0.0.0.0:0"}""")).Status);
    }

    [Theory]
    [InlineData("application/json; charset=bogus", 415)]
    [InlineData("application/json; charset=utf-8", 201)]
    [InlineData("application/json; charset=", 415)]
    [InlineData("text/plain", 415)]
    public async Task Letters_that_nobody_knows_are_refused(string contentType, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/servers")
        {
            Content = new ByteArrayContent("{}"u8.ToArray()),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await _control.Http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/servers")
        {
            Content = JsonContent.Create(new { script = new string('#', 5 << 20) }),
        };
        // Its answer comes before the octets, which the refused connection would not take.
        request.Headers.ExpectContinue = true;
        using var response = await _control.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task What_is_no_UTF_8_is_called_so()
    {
        using var body = new ByteArrayContent([.. "{\"name\":\"a"u8, 0xFF, .. "\"}"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _control.Http.PostAsync("/servers", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var said = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("octets that are no UTF-8", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_find_files_where_they_may()
    {
        using var folder = new TemporaryFolder();
        folder.Write("hello.smtp", "S: 220 included\n");
        await using var control = await Controlled.StartAsync(scripts: folder.Root);
        await Controlled.PlayAsync(await control.MakeAsync("a", "@include hello.smtp\n"), "S: 220 included\n");
        var (status, said) = await control.AskAsync(HttpMethod.Post, "/servers", """{"script":"@include ../etc/passwd"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("outside the folder of the scripts", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private HttpStatusCode StatusOf(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = _control.Http.Send(request);
        return response.StatusCode;
    }
}
