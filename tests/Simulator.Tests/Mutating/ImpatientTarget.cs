using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpSim.Tests.Mutating;

/// <summary>Refuses a line, has enough with the second, and closes with what was pipelined unread.</summary>
internal sealed class ImpatientTarget : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly bool _isSaid;

    /// <param name="isSaid">It says so, to who waits for its answers.</param>
    public ImpatientTarget(bool isSaid)
    {
        _isSaid = isSaid;
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public EndPoint EndPoint => _listener.LocalEndpoint;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptSocketAsync();
                await Task.WhenAny(AnswerAsync(client));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        await client.SendAsync("220 hi\r\n"u8.ToArray());
        foreach (var reply in (string[])["500 what\r\n", _isSaid ? "421 enough\r\n" : ""])
        {
            await client.ReceiveAsync(new byte[3]);
            if (client.Available == 0)
                await client.SendAsync(Encoding.ASCII.GetBytes(reply));
        }
        if (client.Available > 0 || !_isSaid)
            client.LingerState = new LingerOption(true, 0);
        client.Close();
    }
}
