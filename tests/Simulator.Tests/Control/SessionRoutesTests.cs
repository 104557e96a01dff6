using System.Net;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Control;

[Trait("Rows", "SM-08 SM-09 SM-12")]
public sealed class SessionRoutesTests : IAsyncLifetime
{
    private const string Secret = "AHVzZXIAdG9wc2VjcmV0";

    private Controlled _control = null!;

    public async Task InitializeAsync() => _control = await Controlled.StartAsync();

    public async Task DisposeAsync() => await _control.DisposeAsync();

    [Fact]
    public async Task A_session_is_there_with_its_octets()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        var waiting = _control.GetAsync("/servers/a/sessions?ended=1&within=10s");
        await Controlled.PlayAsync(at, "S: 220\nC> \"NOOP \\x80\\r\\n\"\nS: 250\n@close\n");
        var session = Assert.Single((await waiting).EnumerateArray());
        Assert.Equal("1", session.GetProperty("session").GetString());
        Assert.True(session.GetProperty("ended").GetDouble() >= session.GetProperty("began").GetDouble());
        var entries = (await _control.GetAsync("/servers/a/sessions/1")).GetProperty("entries").EnumerateArray().ToList();
        var said = entries.First(e => e.GetProperty("by").GetString() == "client");
        Assert.Equal(("NOOP \\x80\\r\\n", "NOOP \x80\r\n"), (
            said.GetProperty("text").GetString(),
            System.Text.Encoding.Latin1.GetString(said.GetProperty("octets").GetBytesFromBase64())));
    }

    [Fact]
    public async Task Secrets_leave_it_in_no_form()
    {
        var at = await _control.MakeAsync("a", "@serve default caps AUTH PLAIN\n");
        await Controlled.PlayAsync(at, $"S: 220\nC: EHLO x\nS: 250\nC: AUTH PLAIN {Secret}\nS: 235\n@close\n");
        await _control.GetAsync("/servers/a/sessions?ended=1&within=10s");
        foreach (var path in new[] { "/servers/a/sessions/1", "/servers/a/sessions/1/transcript" })
        {
            var shown = await _control.Http.GetStringAsync(path);
            Assert.Contains("AUTH PLAIN", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, shown, StringComparison.Ordinal);
            var octets = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"AUTH PLAIN {Secret}\r\n"));
            Assert.DoesNotContain(octets, shown, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("C: AUTH LOGIN\nS: 334\nC: bmFtZQ==\nS: 334\nC> \"GEHEIM== \\r\\n\"\nS: 235\n")]
    [InlineData("C: AUTH PLAIN\nS: 334\nC: tim:GEHEIM\nS: 501\n")]
    [InlineData("C> \"AUTH PLAIN\\tGEHEIM\\r\\n\"\nS: 4xx,5xx\n")]
    [InlineData("C: HELP\nS: 354\nC: AUTH PLAIN GEHEIMGE\nS: 4xx,5xx,235\n")]
    [InlineData("C: VRFY x\nC+ AUTH LOGIN\nS: 250\nS: 250\nS: 334\nC: GEHEIMGE\nS: 334\nC: GEHEIMGE\nS: 4xx,5xx,235\n")]
    [InlineData("C> \"BDAT 0000000005\\r\\nhelloAUTH PLAIN GEHEIMGE\\r\\n\"\nS: 4xx,5xx\nS: 4xx,5xx,235\n")]
    public async Task Secrets_leave_it_however_odd_the_dialogue(string dialogue)
    {
        var at = await _control.MakeAsync("a", "@serve default caps AUTH PLAIN LOGIN, CHUNKING\n"
            + "@on HELP -> S: 354 hm\n@on VRFY -> S: 250 one, S: 250 two\n");
        await Controlled.PlayAsync(at, $"S: 220\nC: EHLO x\nS: 250\n{dialogue}@close\n");
        await _control.GetAsync("/servers/a/sessions?ended=1&within=10s");
        foreach (var path in new[] { "/servers/a/sessions/1", "/servers/a/sessions/1/transcript" })
            Assert.DoesNotContain("GEHEIM", await _control.Http.GetStringAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sessions_transcript_plays_again()
    {
        var at = await _control.MakeAsync("a", "@serve default\n@on connect -> @tls start, S: 220 safe\n");
        await Controlled.PlayAsync(at, "@tls start verify=off\nS: 220\nC: NOOP\nS: 250\n");
        await _control.GetAsync("/servers/a/sessions?ended=1&within=10s");
        var transcript = await _control.Http.GetStringAsync("/servers/a/sessions/1/transcript");
        Assert.Empty(TranscriptParser.Parse(transcript, "it").Diagnostics);
        Assert.Contains("C: NOOP", transcript, StringComparison.Ordinal);
        await Controlled.PlayAsync(at, transcript.Replace("@tls start", "@tls start verify=off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_scripts_in_order_ended_is_told()
    {
        var at = await _control.MakeAsync("a", "S: 220\nC: EHLO x\nS: 250\n");
        var waiting = _control.GetAsync("/servers/a/outcomes?count=2&within=10s");
        await Controlled.PlayAsync(at, "S: 220\nC: EHLO x\nS: 250\n");
        await _control.GetAsync("/servers/a/outcomes?count=1&within=10s");
        await Controlled.PlayAsync(at, "S: 220\nC: HELO x\n");
        var outcomes = (await waiting).EnumerateArray().ToList();
        Assert.Equal(["passed", "failed"], outcomes.Select(o => o.GetProperty("end").GetString()!));
        Assert.Contains(
            outcomes[1].GetProperty("lines").EnumerateArray(),
            l => l.GetString()!.StartsWith("script:2: C: EHLO x", StringComparison.Ordinal));
        Assert.DoesNotContain(
            outcomes[1].GetProperty("lines").EnumerateArray(),
            l => l.GetString()!.Contains("<- EHLO x", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/servers/a/sessions/9")]
    [InlineData("/servers/a/sessions/9/transcript")]
    [InlineData("/servers/a/sessions?count=1&within=10ms")]
    [InlineData("/servers/a/sessions?ended=1&within=10ms")]
    [InlineData("/servers/a/outcomes?count=1&within=10ms")]
    [InlineData("/servers/b/sessions")]
    [InlineData("/servers/b/outcomes")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        await _control.MakeAsync("a", "S: 220\n");
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Get, path)).Status);
    }
}
