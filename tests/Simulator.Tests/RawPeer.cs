using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpSim.Tests;

/// <summary>The other side of a connection as the system's own socket, so that nothing of the simulator is in between.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int DataSegmentsIn = 152;
    private const int SendWindow = 228;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private string _heard = "";

    public static async Task<RawPeer> ConnectAsync(EndPoint server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server).WaitAsync(Limit);
        return new RawPeer(socket);
    }

    public Task SayAsync(string octets) => socket.SendAsync(Encoding.Latin1.GetBytes(octets)).WaitAsync(Limit);

    /// <summary>One read: empty at the end of the stream.</summary>
    public async Task<string> ReadAsync()
    {
        var buffer = new byte[65536];
        var count = await socket.ReceiveAsync(buffer).WaitAsync(Limit);
        return Encoding.Latin1.GetString(buffer, 0, count);
    }

    /// <summary>Everything up to and with this text.</summary>
    public async Task<string> HearAsync(string until)
    {
        while (!_heard.Contains(until, StringComparison.Ordinal))
        {
            var more = await ReadAsync();
            Assert.True(more.Length > 0, $"the stream ended before '{until}', after '{_heard}'");
            _heard += more;
        }
        var end = _heard.IndexOf(until, StringComparison.Ordinal) + until.Length;
        var taken = _heard[..end];
        _heard = _heard[end..];
        return taken;
    }

    public Task<string> LineAsync() => HearAsync("\r\n");

    /// <summary>Says a line and hears one.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SayAsync(line + "\r\n");
        return (await LineAsync())[..^2];
    }

    /// <summary>Everything up to the end of the stream.</summary>
    public async Task<string> RestAsync()
    {
        var rest = _heard;
        for (var more = await ReadAsync(); more.Length > 0; more = await ReadAsync())
            rest += more;
        return rest;
    }

    /// <summary>Sends until so much is sent, or the system takes no more for that long; how much that was.</summary>
    public async Task<int> FillAsync(int most, TimeSpan patience)
    {
        socket.SendBufferSize = 65536;
        var piece = new byte[30_000];
        var sent = 0;
        while (sent < most)
        {
            using var stuck = new CancellationTokenSource(patience);
            try
            {
                var next = piece.AsMemory(0, Math.Min(piece.Length, most - sent));
                sent += await socket.SendAsync(next, SocketFlags.None, stuck.Token);
            }
            catch (OperationCanceledException)
            {
                return sent;
            }
        }
        return sent;
    }

    /// <summary>How many segments with data came in, as the system counts them; null where it does not.</summary>
    public int? Segments() => Fact(DataSegmentsIn);

    /// <summary>How many octets the other side would take now, by its last segment; null where the system does not say.</summary>
    public int? Window() => Fact(SendWindow);

    private int? Fact(int at)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var info = new byte[SendWindow + 4];
        return socket.GetRawSocketOption(Tcp, TcpInfo, info) < at + 4
            ? null
            : BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(at));
    }

    /// <summary>True where nothing comes, and nothing ends, for this long.</summary>
    public async Task<bool> IsSilentAsync(TimeSpan time)
    {
        using var over = new CancellationTokenSource(time);
        try
        {
            await socket.ReceiveAsync(new byte[1], SocketFlags.None, over.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return _heard.Length == 0;
        }
    }

    /// <summary>So many octets.</summary>
    public async Task<string> TakeAsync(int count)
    {
        while (_heard.Length < count)
        {
            var more = await ReadAsync();
            Assert.True(more.Length > 0, $"the stream ended after '{_heard}'");
            _heard += more;
        }
        var taken = _heard[..count];
        _heard = _heard[count..];
        return taken;
    }

    public NetworkStream Stream() => new(socket);

    public void Finish() => socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();
}
