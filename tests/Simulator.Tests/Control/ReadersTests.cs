using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpSim.Tests.Control;

/// <summary>Who asks for what was said and does not read it holds up nobody but others who ask for it.</summary>
[Trait("Rows", "SM-12")]
public sealed class ReadersTests : IAsyncLifetime
{
    // More than the buffers between two processes hold.
    private const int Octets = 30 << 20;

    // As many as are answered at a time.
    private const int Places = 4;

    private Controlled _control = null!;

    public async Task InitializeAsync() => _control = await Controlled.StartAsync();

    public async Task DisposeAsync() => await _control.DisposeAsync();

    [Fact]
    public async Task Whoever_does_not_read_takes_a_place_until_it_is_gone()
    {
        var at = await _control.MakeAsync("a", "@serve default\n");
        await _control.MakeAsync("b", "@serve default\n");
        await Controlled.PlayAsync(at, Controlled.Send.Replace("invoice 4711", "{{x*" + Octets + "}}", StringComparison.Ordinal));
        var slow = await Task.WhenAll(Enumerable.Range(0, Places).Select(_ => BeginAsync()));
        var next = _control.Http.GetByteArrayAsync("/servers/a/mail/1/raw");
        // What is short waits for nobody.
        Assert.Equal(1, (await _control.GetAsync("/servers/a")).GetProperty("messages").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Get, "/servers/a/mail/2")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _control.AskAsync(HttpMethod.Get, "/servers/c/mail?count=1")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _control.AskAsync(HttpMethod.Delete, "/servers/b/mail")).Status);
        Assert.False(next.IsCompleted);
        slow[0].Dispose();
        Assert.True((await next.WaitAsync(TimeSpan.FromSeconds(20))).Length > Octets);
        // What is being read may be forgotten, and is read to its end.
        Assert.Equal(HttpStatusCode.NoContent, (await _control.AskAsync(HttpMethod.Delete, "/servers/a/mail")).Status);
        await HearAllAsync(slow[1]).WaitAsync(TimeSpan.FromSeconds(20));
        Array.ForEach(slow, s => s.Dispose());
    }

    private static async Task HearAllAsync(Socket socket)
    {
        var buffer = new byte[65536];
        for (long left = Octets; left > 0;)
        {
            var count = await socket.ReceiveAsync(buffer);
            Assert.True(count > 0, $"{left} octets are missing");
            left -= count;
        }
    }

    // Its answer has begun: it has its place.
    private async Task<Socket> BeginAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _control.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /servers/a/mail/1/raw HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        Assert.True(await socket.ReceiveAsync(new byte[1]) > 0);
        return socket;
    }
}
