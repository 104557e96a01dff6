using System.Net;
using System.Text.Json;

namespace SmtpSim.Tests.Control;

[Trait("Rows", "SM-08 SM-12")]
public sealed class MailRoutesTests : IAsyncLifetime
{
    private Controlled _control = null!;

    public async Task InitializeAsync() => _control = await Controlled.StartAsync();

    public async Task DisposeAsync() => await _control.DisposeAsync();

    [Fact]
    public async Task Mail_is_waited_for_by_count_and_by_what_it_says()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        var waiting = _control.GetAsync("/servers/a/mail?mark=4711&count=1&within=10s");
        await Controlled.PlayAsync(at, Controlled.Send.Replace("4711", "12", StringComparison.Ordinal));
        await Controlled.PlayAsync(at, Controlled.Send);
        var mail = Assert.Single((await waiting).EnumerateArray());
        Assert.Equal(("FROM:<a@b>", "TO:<c@d>", 2), (
            mail.GetProperty("from").GetString(), mail.GetProperty("to")[0].GetString(), mail.GetProperty("number").GetInt32()));
        Assert.Equal(2, (await _control.GetAsync("/servers/a/mail?count=2")).GetArrayLength());
        Assert.Equal("Subject: invoice 4711\r\n", await _control.Http.GetStringAsync("/servers/a/mail/2/raw"));
        Assert.Equal(23, (await _control.GetAsync("/servers/a/mail/2")).GetProperty("octets").GetInt32());
    }

    [Fact]
    public async Task Mail_that_does_not_come_in_time_is_a_problem_that_says_how_much_came()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send);
        var (status, said) = await _control.AskAsync(HttpMethod.Get, "/servers/a/mail?count=2&within=20ms");
        Assert.Equal((HttpStatusCode.NotFound, "/problems/not-in-time", "1 of 2 messages came within 20 ms"), (
            status, said.GetProperty("type").GetString(), said.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task What_it_says_may_be_left_out()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send);
        Assert.Equal(JsonValueKind.String, (await _control.GetAsync("/servers/a/mail"))[0].GetProperty("content").ValueKind);
        Assert.Equal(
            JsonValueKind.Null, (await _control.GetAsync("/servers/a/mail?content=false"))[0].GetProperty("content").ValueKind);
    }

    // In JSON it would be several times as long, for each who asks and does not read.
    [Theory]
    [InlineData(1 << 20, JsonValueKind.String)]
    [InlineData((1 << 20) + 1, JsonValueKind.Null)]
    public async Task What_is_too_long_to_be_shown_is_given_raw(int octets, JsonValueKind kind)
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send.Replace(
            "@body <<E\nSubject: invoice 4711\nE", "@body raw <<E\n{{x*" + (octets - 2) + "}}\n.\nE", StringComparison.Ordinal));
        var mail = await _control.GetAsync("/servers/a/mail/1");
        Assert.Equal((octets, kind), (mail.GetProperty("octets").GetInt32(), mail.GetProperty("content").ValueKind));
        Assert.Equal(octets, (await _control.Http.GetByteArrayAsync("/servers/a/mail/1/raw")).Length);
    }

    [Fact]
    public async Task An_envelope_that_is_no_UTF_8_is_shown_with_escapes()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send.Replace(
            "C: MAIL FROM:<a@b>", "C> \"MAIL FROM:<\\xfc@b>\\r\\n\"", StringComparison.Ordinal));
        Assert.Equal("FROM:<\\xfc@b>", (await _control.GetAsync("/servers/a/mail"))[0].GetProperty("from").GetString());
        await _control.GetAsync("/servers/a/sessions/1");
    }

    [Fact]
    public async Task Many_may_read_at_once()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send);
        var read = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => _control.GetAsync("/servers/a/" + (i % 2 > 0 ? "mail" : "sessions"))));
        Assert.All(read, r => Assert.Equal(1, r.GetArrayLength()));
    }

    [Fact]
    public async Task Forgotten_mail_is_not_counted_any_more()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send);
        Assert.Equal(HttpStatusCode.NoContent, (await _control.AskAsync(HttpMethod.Delete, "/servers/a/mail")).Status);
        Assert.Equal(0, (await _control.GetAsync("/servers/a/mail")).GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Get, "/servers/a/mail/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Get, "/servers/a/mail/1/raw")).Status);
    }

    [Fact]
    public async Task A_reset_in_the_middle_of_a_wait_is_waited_over()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send);
        var waiting = _control.GetAsync("/servers/a/mail?count=2&within=10s");
        await _control.AskAsync(HttpMethod.Post, "/servers/a/reset");
        await Controlled.PlayAsync(at, Controlled.Send);
        await Controlled.PlayAsync(at, Controlled.Send);
        Assert.Equal(2, (await waiting).GetArrayLength());
    }

    [Fact]
    public async Task A_wait_ends_with_its_server()
    {
        await _control.MakeAsync("a", "@serve default\n");
        var waiting = _control.AskAsync(HttpMethod.Get, "/servers/a/mail?count=1&within=10m");
        await _control.AskAsync(HttpMethod.Delete, "/servers/a");
        var (_, said) = await waiting.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("/problems/no-such-server", said.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("count=1&within=soon", "within: 'soon' is no duration")]
    [InlineData("count=1&within=11m", "longer than a request may wait")]
    [InlineData("count=-1", "count: -1 is less than none")]
    [InlineData("count=many", "count")]
    public async Task A_wait_that_cannot_be_heeded_is_refused(string query, string detail)
    {
        await _control.MakeAsync("a", "@serve default\n");
        var (status, said) = await _control.AskAsync(HttpMethod.Get, $"/servers/a/mail?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(detail, said.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
