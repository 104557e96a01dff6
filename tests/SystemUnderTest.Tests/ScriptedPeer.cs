using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace SmtpGate.Tests;

/// <summary>
/// An SMTP server on the loopback that plays one conversation a connection: <c>S: text</c> is said, <c>C: text</c> must be
/// heard, <c>S: !wait</c> waits for <see cref="Go"/>, <c>S: !close</c> hangs up. At its end a conversation stays silent and
/// listens until the client hangs up.
/// </summary>
internal sealed class ScriptedPeer : IAsyncDisposable
{
    /// <summary>What is heard when the client hangs up.</summary>
    public const string HungUp = "(hung up)";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new(TestLimits.Wait * 3);
    private readonly SemaphoreSlim _go = new(0);
    private readonly Task _playing;

    public ScriptedPeer(params string[][] conversations)
    {
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _playing = PlayAllAsync(conversations);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Lets one conversation that waits go on.</summary>
    public void Go() => _go.Release();

    /// <summary>The next line heard on any connection.</summary>
    public Task<string> NextAsync() => _heard.Reader.ReadAsync().AsTask().WaitAsync(TestLimits.Wait);

    /// <summary>Waits until a line is heard; those before it are dropped.</summary>
    public async Task HearAsync(string line)
    {
        while (await NextAsync() != line)
        {
            // Not yet.
        }
    }

    /// <summary>Everything heard so far that no test took.</summary>
    public IReadOnlyList<string> Rest()
    {
        var lines = new List<string>();
        while (_heard.Reader.TryRead(out var line))
            lines.Add(line);
        return lines;
    }

    /// <summary>Waits until all conversations took place as they stand and the client hung up.</summary>
    public Task PlayedAsync() => _playing.WaitAsync(TestLimits.Wait);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _go.Dispose();
    }

    private async Task PlayAllAsync(string[][] conversations)
    {
        var playing = new List<Task>();
        foreach (var conversation in conversations)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            playing.Add(PlayAsync(client, conversation));
        }
        _listener.Stop();
        await Task.WhenAll(playing);
    }

    private async Task PlayAsync(TcpClient client, string[] conversation)
    {
        using var connection = client;
        var stream = connection.GetStream();
        using var lines = new StreamReader(stream, new UTF8Encoding(false));
        foreach (var step in conversation)
        {
            if (step == "S: !close")
                return;
            if (step == "S: !wait")
                await _go.WaitAsync(_stop.Token);
            else if (step.StartsWith("S: ", StringComparison.Ordinal))
                await stream.WriteAsync(Encoding.UTF8.GetBytes(step[3..] + "\r\n"), _stop.Token);
            else
                Assert.Equal(step[3..], await HearLineAsync(lines));
        }
        while (await HearLineAsync(lines) != HungUp)
        {
            // Silent: the conversation is over.
        }
    }

    private async Task<string> HearLineAsync(StreamReader lines)
    {
        string line;
        try
        {
            line = await lines.ReadLineAsync(_stop.Token) ?? HungUp;
        }
        catch (IOException)
        {
            line = HungUp;
        }
        await _heard.Writer.WriteAsync(line, _stop.Token);
        return line;
    }
}
