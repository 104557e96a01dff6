using System.Net;
using SmtpSim.Conformance;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Conformance;

public sealed class TargetTests
{
    [Fact]
    public void A_profile_has_a_name_a_host_and_facts()
    {
        var profile = Load(
            """{ "name": "mx", "host": "127.0.0.1", "port": 2525, "facts": { "rcpt": "a@b" }, "collector": "127.0.0.1:0", }""");
        Assert.Equal(("mx", "127.0.0.1", 2525, "127.0.0.1:0"), (profile.Name, profile.Host, profile.Port, profile.Collector));
        Assert.Equal("a@b", profile.Facts!["rcpt"]);
    }

    [Fact]
    public void What_may_be_left_out_has_a_default()
    {
        var profile = Load("""{ "name": "mx", "host": "h" }""");
        Assert.Equal((25, null, null, null), (profile.Port, profile.Facts, profile.Collector, profile.Deviations));
    }

    [Theory]
    [InlineData("""{ "host": "h" }""", "name")]
    [InlineData("""{ "name": "n" }""", "a key is missing: 'host'")]
    [InlineData("""{ "name": "n", "host": "h", "prot": 25 }""",
        "there is no key 'prot'; did you mean 'port'?; there are name, host, port, facts")]
    [InlineData("[1]", "the file must be one JSON object: { … }")]
    [InlineData("""{ "name": "n", "host": "h", "port": "x" }""", "the value of 'port' is of the wrong kind")]
    public void A_wrong_profile_says_what_is_wrong(string text, string message) => Assert.Contains(
        message, Assert.Throws<UnusableFileException>(() => Load(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task An_address_is_its_own_host(string host) => Assert.Equal(
        new IPEndPoint(IPAddress.Parse(host), 7), await new TargetProfile("n", host, 7).ResolveAsync(CancellationToken.None));

    [Fact]
    public async Task A_name_is_looked_up() => Assert.True(
        IPAddress.IsLoopback((await new TargetProfile("n", "localhost").ResolveAsync(CancellationToken.None)).Address));

    private static TargetProfile Load(string text)
    {
        using var folder = new TemporaryFolder();
        return TargetProfile.Load(folder.Write("target.json", text));
    }
}
