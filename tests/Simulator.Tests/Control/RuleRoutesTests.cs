using System.Net;
using System.Text.Json;

namespace SmtpSim.Tests.Control;

[Trait("Rows", "SM-02 SM-12")]
public sealed class RuleRoutesTests : IAsyncLifetime
{
    private Controlled _control = null!;

    public async Task InitializeAsync() => _control = await Controlled.StartAsync();

    public async Task DisposeAsync() => await _control.DisposeAsync();

    [Fact]
    public async Task Rules_come_and_go_while_it_serves()
    {
        var at = await _control.MakeAsync("a", "@on NOOP -> S: 250 first\n");
        var (status, added) = await AddAsync("@on NOOP -> S: 450 second\n@on RSET chance 0% -> S: 451\n");
        Assert.Equal(HttpStatusCode.OK, status);
        await Controlled.PlayAsync(at, "S: 220\nC: NOOP\nS: 450 second\n");
        var all = (await _control.GetAsync("/servers/a/rules")).EnumerateArray().ToList();
        Assert.Equal(
            ["@on NOOP -> S: 450 second", "@on RSET chance 0% -> S: 451", "@on NOOP -> S: 250 first"],
            all.Select(r => r.GetProperty("text").GetString()!));
        Assert.Equal(JsonValueKind.Number, all[1].GetProperty("seed").ValueKind);
        var path = $"/servers/a/rules/{added[0].GetProperty("id")}";
        Assert.Equal(HttpStatusCode.NoContent, (await _control.AskAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Delete, path)).Status);
        await Controlled.PlayAsync(at, "S: 220\nC: NOOP\nS: 250 first\n");
    }

    [Theory]
    [InlineData("@on NOPE -> S: 250", 422)]
    [InlineData("@on NOOP -> S: 250\n@on NOOP -> S: 250 {{who}}", 422)]
    [InlineData("S: 220", 422)]
    [InlineData("@serve default", 422)]
    [InlineData("@listen never\n@on NOOP -> S: 250 x", 422)]
    [InlineData("", 400)]
    public async Task None_is_taken_where_one_is_wrong(string rules, int status)
    {
        await _control.MakeAsync("a", "@serve default\n");
        Assert.Equal(status, (int)(await AddAsync(rules)).Status);
        Assert.Empty((await _control.GetAsync("/servers/a/rules")).EnumerateArray());
    }

    [Fact]
    public async Task Lines_in_order_have_no_rules()
    {
        await _control.MakeAsync("a", "S: 220\n");
        Assert.Equal(HttpStatusCode.Conflict, (await AddAsync("@on NOOP -> S: 250")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await _control.AskAsync(HttpMethod.Get, "/servers/a/rules")).Status);
        Assert.Equal(JsonValueKind.Null, (await _control.GetAsync("/servers/a")).GetProperty("rules").ValueKind);
    }

    [Fact]
    public async Task A_server_that_is_only_there_has_none_yet()
    {
        await _control.MakeAsync("a", "@listen for 3\n");
        Assert.Equal(0, (await _control.GetAsync("/servers/a")).GetProperty("rules").GetInt32());
        await AddAsync("@on NOOP -> S: 250");
        Assert.Equal(1, (await _control.GetAsync("/servers/a")).GetProperty("rules").GetInt32());
    }

    [Fact]
    public async Task Each_fault_is_told_once()
    {
        await _control.MakeAsync("a", "@serve default\n");
        var (_, said) = await AddAsync("@on NOOP -> S: 250-{{who}}, S+ 250 {{who}}\n@on RSET -> S: 250 {{who}} {{why}}");
        Assert.Equal([1, 2, 2], said.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("line").GetInt32()));
    }

    private Task<(HttpStatusCode Status, JsonElement Said)> AddAsync(string rules) =>
        _control.AskAsync(HttpMethod.Post, "/servers/a/rules", JsonSerializer.Serialize(new { rules }));
}
