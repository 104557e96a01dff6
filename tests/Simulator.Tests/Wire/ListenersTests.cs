using System.Net;
using System.Net.Sockets;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class ListenersTests
{
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task A_port_refuses_until_it_begins()
    {
        using var listener = SocketListener.At(Anywhere);
        await Assert.ThrowsAsync<SocketException>(() => RawPeer.ConnectAsync(listener.EndPoint));
        listener.Begin();
        using var peer = await RawPeer.ConnectAsync(listener.EndPoint);
        using var accepted = await listener.AcceptAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_port_of_somebody_else_goes_on()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(Anywhere);
        socket.Listen();
        SocketListener.On(socket).Dispose();
        using var peer = await RawPeer.ConnectAsync(socket.LocalEndPoint!);
    }

    [Fact]
    public async Task Without_sockets_it_is_the_same()
    {
        using var listener = new MemoryListener();
        Assert.Throws<SocketException>(listener.Connect);
        listener.Begin();
        using var client = listener.Connect();
        using var server = await listener.AcceptAsync(CancellationToken.None);
        await client.SendAsync("hi"u8.ToArray(), CancellationToken.None);
        var heard = new OctetBuffer();
        Assert.Equal(2, await server.ReceiveAsync(heard, CancellationToken.None));
    }

    [Fact]
    public async Task Who_waits_when_a_listener_ends_is_reset()
    {
        var listener = new MemoryListener();
        listener.Begin();
        using var client = listener.Connect();
        listener.Dispose();
        await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new OctetBuffer(), CancellationToken.None).AsTask());
        Assert.Throws<SocketException>(listener.Connect);
    }
}
