namespace SmtpSim.Tests.Playing;

public sealed class TlsFaultTests
{
    [Theory]
    [InlineData("alert", "\u0015\u0003\u0003\0\u0002\u0002\u0028")]
    [InlineData("alert 80", "\u0015\u0003\u0003\0\u0002\u0002\u0050")]
    [InlineData("plaintext", "454 4.7.0 TLS not available after all\r\n")]
    [InlineData("garbage 3", "\u00ec\u0037\u007e")]
    public async Task A_handshake_is_answered_with_something_else(string fault, string octets)
    {
        await using var fake = Stage.Serve($"C: STARTTLS\nS: 220\n@tls fail {fault}\n@close\n");
        using var peer = await RawPeer.ConnectAsync(fake.EndPoint);
        Assert.Equal("220", await peer.AskAsync("STARTTLS"));
        await peer.SayAsync("\u0016\u0003\u0001 hello");
        Assert.Equal(octets, await peer.RestAsync());
    }

    [Theory]
    [InlineData("close", "")]
    [InlineData("stall", "")]
    public async Task A_handshake_is_not_answered_at_all(string fault, string heard)
    {
        await using var fake = Stage.Serve($"C: STARTTLS\nS: 220\n@tls fail {fault}\n");
        using var peer = await RawPeer.ConnectAsync(fake.EndPoint);
        await peer.AskAsync("STARTTLS");
        await peer.SayAsync("\u0016\u0003\u0001 hello");
        if (fault == "stall")
            peer.Finish();
        Assert.Equal(heard, await peer.RestAsync());
        await Stage.UntilAsync(() => fake.Outcomes.Count == 1);
        Stage.Passed(fake.Outcomes[0]);
    }

    [Theory]
    [InlineData("alert", "\u0015\u0003\u0003\0\u0002\u0002\u0028")]
    [InlineData("plaintext", "NOOP\r\n")]
    [InlineData("close", "")]
    public async Task A_client_may_do_so_without_a_word_of_the_server(string fault, string octets) =>
        Stage.Passed(await Stage.PlayAsync($"S: 220\n@tls fail {fault}\n@close", async peer =>
        {
            await peer.SayAsync("220 go\r\n");
            Assert.Equal(octets, await peer.RestAsync());
        }));
}
