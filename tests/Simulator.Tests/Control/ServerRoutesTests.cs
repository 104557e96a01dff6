using System.Net;
using System.Text.Json;

namespace SmtpSim.Tests.Control;

[Trait("Rows", "SM-12")]
public sealed class ServerRoutesTests : IAsyncLifetime
{
    private Controlled _control = null!;

    public async Task InitializeAsync() => _control = await Controlled.StartAsync();

    public async Task DisposeAsync() => await _control.DisposeAsync();

    [Fact]
    public async Task A_server_listens_before_its_making_is_answered_and_is_gone_before_its_removal_is()
    {
        var at = await _control.MakeAsync("a", "S: 220 here\n");
        await Controlled.PlayAsync(at, "S: 220 here\n");
        Assert.Equal("a", Assert.Single((await _control.GetAsync("/servers")).EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await _control.AskAsync(HttpMethod.Delete, "/servers/a")).Status);
        await Assert.ThrowsAnyAsync<Exception>(() => Controlled.PlayAsync(at, "S: 220\n"));
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Delete, "/servers/a")).Status);
    }

    [Fact]
    public async Task Without_anything_said_it_has_a_name_and_a_port_and_answers_everything_well()
    {
        var (status, made) = await _control.AskAsync(HttpMethod.Post, "/servers", "{}");
        Assert.Equal((HttpStatusCode.Created, "s1"), (status, made.GetProperty("name").GetString()));
        await Controlled.PlayAsync(new IPEndPoint(IPAddress.Loopback, made.GetProperty("port").GetInt32()), Controlled.Send);
    }

    [Fact]
    public async Task Another_script_takes_over_and_a_reset_brings_it_back_as_it_was()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send);
        await LoadAsync("@on NOOP times 1 -> S: 450 once\n", HttpStatusCode.OK);
        await Controlled.PlayAsync(at, "S: 220\nC: NOOP\nS: 450\nC: NOOP\nS: 250\n");
        foreach (var path in new[] { "/servers/a/reset", "/reset" })
        {
            Assert.Equal(HttpStatusCode.OK, (await _control.AskAsync(HttpMethod.Post, path)).Status);
            Assert.Equal(0, (await _control.GetAsync("/servers/a")).GetProperty("connections").GetInt32());
            await Controlled.PlayAsync(at, "S: 220\nC: NOOP\nS: 450\nC: NOOP\nS: 250\n");
        }
    }

    [Fact]
    public async Task A_wrong_script_changes_nothing_and_is_told_by_line_and_column()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        var problem = await LoadAsync("S: 220\n@fense\n", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("/problems/unusable-script", problem.GetProperty("type").GetString());
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((2, 1), (error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
        await Controlled.PlayAsync(at, Controlled.Send);
    }

    [Theory]
    [InlineData("""{"name":"a"}""", 409, "there is a server 'a' already")]
    [InlineData("""{"name":"a b"}""", 400, "'a b' is no name for a server")]
    [InlineData("""{"listen":"here"}""", 400, "'here' is no ADDRESS:PORT")]
    [InlineData("""{"listen":"2525"}""", 400, "'2525' is no ADDRESS:PORT")]
    [InlineData("""{"listen":"0.0.0.0:0"}""", 403, "start the control interface with --remote")]
    [InlineData("""{"listen":"192.0.2.1:0"}""", 403, "can be reached from other machines")]
    [InlineData("""{"script":"C: EHLO x"}""", 201, "")]
    [InlineData("""{"script":"@on NOOP -> S: 250 {{who}}"}""", 422, "nothing says what '{{who}}' is")]
    [InlineData("""{"script":"S: 220\n@include other.smtp"}""", 422, "came without a folder")]
    [InlineData("""{"script":"S: 220\n@body /etc/hostname"}""", 422, "came without a folder")]
    [InlineData("""{"script":"@include /dev/zero"}""", 422, "came without a folder")]
    [InlineData("""{"script":"@serve default\n@serve default caps DSN"}""", 422, "@serve stands twice")]
    [InlineData("""{"script":"@serve default caps SIZE abc"}""", 422, "'SIZE abc' needs octets")]
    [InlineData("""{"script":"@serve default caps DSN, dsn"}""", 422, "'DSN' stands twice among the caps")]
    [InlineData("""{"script":"@on NOOP -> S: 250 {{x*2000000000}}"}""", 422, "'{{x*2000000000}}' is longer than 32 MiB")]
    [InlineData("""{"script":"S: 220 {{x*2000000000}}"}""", 422, "'{{x*2000000000}}' is longer than 32 MiB")]
    [InlineData("""{"script":"S: 220\nC: QUIT\nS: 221 {{who}}"}""", 422, "nothing says what '{{who}}' is")]
    [InlineData("""{"script":"S: 220\nC: QUIT\nS: 221 {{who}}","values":{"who":"x"}}""", 201, "")]
    [InlineData("""{"script":"S: 220\n@mail count 3"}""", 422, "@mail looks at what a next hop received")]
    [InlineData("""{"nmae":"b"}""", 400, "there is no member 'nmae'; /openapi.json lists them")]
    [InlineData("""{"seed":"many"}""", 400, "the JSON is wrong at line 1, byte 15")]
    [InlineData("""{"name":}""", 400, "the JSON is wrong at line 1, byte 9")]
    [InlineData("null", 400, "")]
    [InlineData("", 400, "")]
    public async Task What_is_wrong_with_a_request_is_named(string json, int status, string detail)
    {
        await _control.MakeAsync("a", "@serve default\n");
        var (answered, said) = await _control.AskAsync(HttpMethod.Post, "/servers", json);
        Assert.Equal(status, (int)answered);
        if (status != 201)
            Assert.Contains(detail, said.TryGetProperty("detail", out var d) ? d.GetString() : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_clash()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        var (status, said) = await _control.AskAsync(HttpMethod.Post, "/servers", $$"""{"listen":"{{at}}"}""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.StartsWith($"cannot listen on {at}", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private const string Late = """{"script":"@listen after 1ms\n@serve default"}""";

    [Fact]
    public async Task Whatever_comes_at_once_is_answered_and_nothing_hangs()
    {
        async Task RaceAsync(int who)
        {
            for (var i = 0; i < 300; i++)
            {
                var path = $"/servers/r{(who + i) % 2}";
                var (status, _) = ((who + i) % 4) switch
                {
                    0 => await _control.AskAsync(HttpMethod.Post, "/servers", $$"""{"name":"r{{(who + i) % 2}}"}"""),
                    1 => await _control.AskAsync(HttpMethod.Post, path + "/reset"),
                    2 => await _control.AskAsync(HttpMethod.Put, path + "/script", Late),
                    _ => await _control.AskAsync(HttpMethod.Delete, path),
                };
                Assert.InRange((int)status, 200, 499);
            }
        }
        await Task.WhenAll(Enumerable.Range(0, 6).Select(RaceAsync)).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_port_that_one_server_has_is_no_others_though_it_does_not_listen()
    {
        var at = await _control.MakeAsync("a", "@listen never\n@serve default\n");
        Assert.Equal(
            HttpStatusCode.Conflict, (await _control.AskAsync(HttpMethod.Post, "/servers", $$"""{"listen":"{{at}}"}""")).Status);
        using var thief = new System.Net.Sockets.TcpListener(at);
        thief.Start();
        var (status, said) = await _control.AskAsync(HttpMethod.Put, "/servers/a/script", """{"script":"@serve default"}""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("has lost its port and is gone", said.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Get, "/servers/a")).Status);
    }

    private async Task<JsonElement> LoadAsync(string script, HttpStatusCode expected)
    {
        var (status, said) = await _control.AskAsync(
            HttpMethod.Put, "/servers/a/script", JsonSerializer.Serialize(new { script }));
        Assert.Equal(expected, status);
        return said;
    }
}
