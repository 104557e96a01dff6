using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Wire;

namespace SmtpGate.Outgoing;

/// <summary>
/// A connection to the next host: lines out, replies in. What the network does becomes a value here; only a cancelled
/// token throws.
/// </summary>
public sealed class OutgoingConnection : IDisposable
{
    // RFC 5321 4.5.3.1.5 allows 512; twice that for servers that say more than they may.
    private const int LongestReplyLine = 1024;

    private static readonly Answer Done = new Reply(250, null, "");

    private readonly Socket _socket;
    private Stream _stream;
    private PipeReader _input;
    private PipeWriter _output;
    private LineReader _lines;
    private bool _unasked;

    private OutgoingConnection(Socket socket)
    {
        _socket = socket;
        Over(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>The connection, or null where there is none to be had.</summary>
    public static async Task<OutgoingConnection?> ConnectAsync(IPEndPoint host, CancellationToken cancel)
    {
        Socket? socket = null;
        try
        {
            // Where there are no handles left there is none to be had either.
            socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(host, cancel);
            return new OutgoingConnection(socket);
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>Told of each line that is asked or answered; null where nobody looks.</summary>
    public Action<string>? Show { get; set; }

    /// <summary>Nobody else hears what is said.</summary>
    public bool IsSecured => _stream is SslStream;

    /// <summary>Where content is written before it is flushed.</summary>
    public IBufferWriter<byte> Output => _output;

    /// <summary>True where the host has closed, or has said something nobody asked for: not to be used again.</summary>
    public bool IsOutOfStep
    {
        get
        {
            try
            {
                return HasSpokenUnasked || (_socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0);
            }
            catch (Exception over) when (over is ObjectDisposedException or SocketException)
            {
                return true;
            }
        }
    }

    /// <summary>True where an answer waits to which there was no question: the next answer would be the wrong one.</summary>
    /// <remarks>Behind TLS octets that wait are no answer yet: they may be its own, tickets for one.</remarks>
    public bool HasSpokenUnasked =>
        _unasked = _unasked || _lines.TryRead() is not null || (_stream is NetworkStream && _socket.Available > 0);

    /// <summary>
    /// Secures it, with whatever has come before forgotten. Null, or why there is no TLS to be had, or none with this host:
    /// then it is of no more use.
    /// </summary>
    public async Task<string?> SecureAsync(OutgoingTls tls, CancellationToken cancel)
    {
        var secured = new SslStream(_stream);
        string? problem = null;
        try
        {
            await secured.AuthenticateAsClientAsync(tls.Terms(wrong => problem = wrong), cancel);
            Over(secured);
            return null;
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or ObjectDisposedException)
        {
            await secured.DisposeAsync();
            return problem ?? (failed is AuthenticationException ? "it refuses TLS, or speaks none" : "it broke off");
        }
    }

    /// <summary>Says a line and waits for the reply to it.</summary>
    public async ValueTask<Answer> AskAsync(string line, CancellationToken cancel)
    {
        if (HasSpokenUnasked)
            return Trouble.Nonsense;
        Show?.Invoke($"C: {line}");
        _output.Write(Encoding.UTF8.GetBytes(line + "\r\n"));
        return await FlushAsync(cancel) ? await ReadReplyAsync(cancel) : Trouble.Lost;
    }

    /// <summary>False where the connection is lost.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancel)
    {
        try
        {
            return !(await _output.FlushAsync(cancel)).IsCompleted;
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The next reply, of whose words nothing matters if it is one line that says done.</summary>
    public async ValueTask<Answer> ReadOutcomeAsync(CancellationToken cancel)
    {
        var heard = await HearAsync(cancel);
        return heard == Heard.Line && Show is null && _lines.Line.Span is [(byte)'2', (byte)'5', (byte)'0', (byte)' ', ..]
            ? Done
            : await ReadReplyAsync(heard, cancel);
    }

    public async ValueTask<Answer> ReadReplyAsync(CancellationToken cancel) =>
        await ReadReplyAsync(await HearAsync(cancel), cancel);

    private async ValueTask<Answer> ReadReplyAsync(Heard heard, CancellationToken cancel)
    {
        var parser = new ReplyParser();
        while (true)
        {
            if (heard != Heard.Line)
                return heard == Heard.TooLong ? Trouble.Nonsense : Trouble.Lost;
            Show?.Invoke($"S: {Encoding.UTF8.GetString(_lines.Line.Span)}");
            if (!parser.Take(_lines.Line.Span))
                return Trouble.Nonsense;
            if (parser.Reply is { } reply)
                return reply;
            heard = await HearAsync(cancel);
        }
    }

    /// <summary>Whoever reads or writes at this moment finds it lost.</summary>
    public void Dispose() => _socket.Dispose();

    [MemberNotNull(nameof(_stream), nameof(_input), nameof(_output), nameof(_lines))]
    private void Over(Stream stream)
    {
        _stream = stream;
        _input = PipeReader.Create(stream);
        _output = PipeWriter.Create(stream);
        _lines = new LineReader(_input, LongestReplyLine);
    }

    private async ValueTask<Heard> HearAsync(CancellationToken cancel)
    {
        try
        {
            return _lines.TryRead() ?? await _lines.ReadAsync(cancel);
        }
        catch (Exception lost) when (lost is IOException or ObjectDisposedException)
        {
            return Heard.Closed;
        }
    }
}
