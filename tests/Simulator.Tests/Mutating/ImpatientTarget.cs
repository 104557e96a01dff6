using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpSim.Tests.Mutating;

/// <summary>Refuses a line, has enough with the second, and closes with what was pipelined unread.</summary>
internal sealed class ImpatientTarget : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly bool _isSaid;
    private readonly int _sessions;

    /// <param name="isSaid">It says so, to who waits for its answers.</param>
    /// <param name="sessions">Behind so many it listens no more.</param>
    public ImpatientTarget(bool isSaid, int sessions)
    {
        (_isSaid, _sessions) = (isSaid, sessions);
        _listener.Start();
        EndPoint = _listener.LocalEndpoint;
        _ = Task.Run(ServeAsync);
    }

    public EndPoint EndPoint { get; }

    /// <summary>Null: it has enough with the second line; else with the first, so long behind its refusal.</summary>
    public TimeSpan? Pause { get; init; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            for (var left = _sessions; left > 0; left--)
            {
                using var client = await _listener.AcceptSocketAsync();
                if (left == 1)
                    _listener.Dispose();
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
        await client.ReceiveAsync(new byte[3]);
        await SayAsync(client, "500 what\r\n");
        if (Pause is { } pause)
            // What comes meanwhile stays unread.
            await Task.Delay(pause);
        else
            await client.ReceiveAsync(new byte[3]);
        await SayAsync(client, _isSaid ? "421 enough\r\n" : "");
        if (client.Available > 0 || !_isSaid)
            client.LingerState = new LingerOption(true, 0);
        client.Close();
    }

    // Not to who has said more meanwhile.
    private static async Task SayAsync(Socket client, string reply)
    {
        if (client.Available == 0)
            await client.SendAsync(Encoding.ASCII.GetBytes(reply));
    }
}
