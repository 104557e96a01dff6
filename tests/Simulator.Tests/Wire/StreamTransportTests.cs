using SmtpSim.Embedding;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

[Trait("Rows", "SM-12")]
public sealed class StreamTransportTests
{
    // What ends a connection, and how, is the same without sockets.
    [Theory]
    [InlineData("S: 220 x\nC: NOOP\n@eof\nS: 250 late\n", "S: 220\nC: NOOP\n@shutdown write\nS: 250\n@eof\n")]
    [InlineData("S: 220 x\n@rst\n", "S: 220\n@reset\n")]
    [InlineData("S: 220 x\nC: NOOP\n@reset\n", "S: 220\nC: NOOP\n@rst\n")]
    [InlineData("S: 220 x\nC: NOOP\nS: 250 unheard\nC: RSET\n", "S: 220\n@shutdown read\nC: NOOP\n@wait 50ms\nC: RSET\n")]
    [InlineData("S: 220 x\n@eof\n", "S: 220\n@close\n")]
    public async Task An_end_is_the_same_with_sockets_and_without(string serves, string says)
    {
        await using var sockets = ScriptedServer.Start(serves);
        await ScriptedClient.PlayAsync(sockets.EndPoint, says);
        await sockets.VerifyPlayedAsync();
        await using var memory = ScriptedServer.InMemory(serves);
        await ScriptedClient.PlayAsync(memory.Connect(), says);
        await memory.VerifyPlayedAsync();
    }

    // Somebody else's can be closed only, and whoever reads on hears that the connection is gone.
    [Fact]
    public async Task A_stream_of_others_is_closed()
    {
        using var transport = new StreamTransport(new MemoryStream());
        transport.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(
            () => transport.ReceiveAsync(new OctetBuffer(), CancellationToken.None).AsTask());
    }
}
