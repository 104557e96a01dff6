using System.Net;
using SmtpSim.Control;
using SmtpSim.Playing;

namespace SmtpSim.Tests.Control;

[Trait("Rows", "SM-12")]
public sealed class ServersTests
{
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task A_name_that_is_made_up_is_not_one_that_is_there()
    {
        await using var servers = New();
        Assert.Equal("s1", (await AddAsync(servers, "s1"))?.Name);
        Assert.Equal("s2", (await AddAsync(servers, null))?.Name);
        Assert.Null(await AddAsync(servers, "s2"));
        Assert.Equal(["s1", "s2"], servers.All.Select(s => s.Name));
    }

    [Theory]
    [InlineData("a-b_9", true)]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("a\n", false)]
    public void Names_are_what_a_path_can_hold(string? name, bool may) => Assert.Equal(may, Servers.NameMisfit(name) is null);

    [Fact]
    public async Task A_change_is_waited_for_and_the_wait_ends()
    {
        await using var servers = New();
        var server = (await AddAsync(servers, "a"))!;
        var waiting = servers.UntilAsync(
            server, () => servers.All.Count == 2, TimeSpan.FromSeconds(10), CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        await AddAsync(servers, "b");
        Assert.True(await waiting);
        Assert.False(await servers.UntilAsync(server, () => false, TimeSpan.FromMilliseconds(5), CancellationToken.None));
    }

    [Fact]
    public async Task A_wait_ends_with_its_server()
    {
        await using var servers = New();
        var server = (await AddAsync(servers, "a"))!;
        var waiting = servers.UntilAsync(server, () => false, TimeSpan.FromMinutes(10), CancellationToken.None);
        await servers.RemoveAsync("a");
        await AddAsync(servers, "a");
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static Servers New() => new(new ControlOptions(Anywhere, false, null, WalkOptions.Default));

    private static Task<NamedServer?> AddAsync(Servers servers, string? name) =>
        servers.AddAsync(name, Anywhere, servers.Script(new ScriptTerms()));
}
