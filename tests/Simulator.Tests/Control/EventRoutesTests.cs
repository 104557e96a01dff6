using System.Net.ServerSentEvents;
using System.Text.Json;

namespace SmtpSim.Tests.Control;

[Trait("Rows", "SM-12")]
public sealed class EventRoutesTests
{
    [Fact]
    public async Task What_happens_is_told_as_it_happens()
    {
        await using var control = await Controlled.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var stream = await BeginAsync(control, limit.Token);
        var events = EventsOf(stream, limit.Token);
        Assert.Equal("begin", (await NextAsync(events)).EventType);
        await control.MakeAsync("other", "@serve default\n");
        var at = await control.MakeAsync("a", "@serve default\n");
        Assert.Equal("server", (await NextAsync(events)).EventType);
        await Controlled.PlayAsync(at, Controlled.Send);
        await SeeAsync(events, "session");
        var mail = JsonSerializer.Deserialize<JsonElement>((await SeeAsync(events, "mail")).Data);
        Assert.Equal(1, mail.GetProperty("mail").GetInt32());
        await control.AskAsync(HttpMethod.Post, "/servers/a/reset");
        await SeeAsync(events, "server");
        await control.AskAsync(HttpMethod.Post, "/servers/a/rules", """{"rules": "@on NOOP -> S: 250"}""");
        await SeeAsync(events, "rules");
        await Controlled.PlayAsync(at, "S: 220\n");
        Assert.Equal("session", (await NextAsync(events)).EventType);
        await control.AskAsync(HttpMethod.Delete, "/servers/a");
        Assert.Equal("a", JsonSerializer.Deserialize<JsonElement>((await SeeAsync(events, "removed")).Data)
            .GetProperty("server").GetString());
    }

    // Both are there before the first look.
    [Fact]
    public async Task Rules_that_came_right_behind_their_server_are_told_too()
    {
        await using var control = await Controlled.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await control.MakeAsync("a", "@serve default\n");
        await control.AskAsync(HttpMethod.Post, "/servers/a/rules", """{"rules": "@on NOOP -> S: 250"}""");
        await using var stream = await BeginAsync(control, limit.Token);
        var events = EventsOf(stream, limit.Token);
        foreach (var kind in new[] { "begin", "server", "rules" })
            Assert.Equal(kind, (await NextAsync(events)).EventType);
    }

    private static Task<Stream> BeginAsync(Controlled control, CancellationToken limit) =>
        control.Http.GetStreamAsync("/events?server=a", limit);

    private static IAsyncEnumerator<SseItem<string>> EventsOf(Stream stream, CancellationToken limit) =>
        SseParser.Create(stream).EnumerateAsync(limit).GetAsyncEnumerator(limit);

    private static async Task<SseItem<string>> SeeAsync(IAsyncEnumerator<SseItem<string>> events, string kind)
    {
        while (true)
        {
            var next = await NextAsync(events);
            Assert.DoesNotContain("other", next.Data, StringComparison.Ordinal);
            if (next.EventType == kind)
                return next;
        }
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync(), "the stream ended");
        return events.Current;
    }
}
