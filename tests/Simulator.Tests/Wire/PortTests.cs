using System.Net;
using System.Net.Sockets;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class PortTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Who_comes_between_two_listeners_is_accepted_by_the_next()
    {
        using var port = new Port(new IPEndPoint(IPAddress.Loopback, 0));
        using (var first = port.Lend(atOnce: true))
            first.Begin();
        using var client = new TcpClient();
        await client.ConnectAsync(port.EndPoint);
        using var second = port.Lend(atOnce: true);
        second.Begin();
        using var limit = new CancellationTokenSource(Patience);
        (await second.AcceptAsync(limit.Token)).Dispose();
        Assert.Equal(port.EndPoint, second.EndPoint);
    }

    [Fact]
    public async Task Who_comes_while_it_refuses_is_refused()
    {
        using var port = new Port(new IPEndPoint(IPAddress.Loopback, 0));
        using var first = port.Lend(atOnce: true);
        first.Begin();
        using var later = port.Lend(atOnce: false);
        await Assert.ThrowsAsync<SocketException>(() => new TcpClient().ConnectAsync(port.EndPoint));
        later.Begin();
        using var client = new TcpClient();
        await client.ConnectAsync(port.EndPoint);
        later.Refuse();
        await Assert.ThrowsAsync<SocketException>(() => new TcpClient().ConnectAsync(port.EndPoint));
    }
}
