using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace SmtpSim.Wire;

/// <summary>How the other side ended its direction.</summary>
public enum Ending
{
    /// <summary>An orderly end of stream (FIN).</summary>
    Eof,

    /// <summary>A reset (RST).</summary>
    Reset,
}

/// <summary>
/// One connection without any notion of SMTP: every send is one write, what is heard waits in
/// <see cref="Heard"/> until it is taken, and all of it is kept with its time in <see cref="Log"/>.
/// </summary>
public sealed class RawConnection(Transport transport, string name, SessionLog log) : IAsyncDisposable
{
    /// <summary>What the note begins with that tells of a handshake which succeeded.</summary>
    public const string TlsStarted = "TLS started:";

    // The type of a record that begins a handshake, and the first octet of its version (RFC 8446 5.1).
    private static readonly byte[] HandshakeBegins = [0x16, 0x03];

    /// <summary>Whether octets begin a handshake: a record of that type, of any version (RFC 8446 5.1).</summary>
    public static bool IsHandshake(ReadOnlySpan<byte> octets) => octets.StartsWith(HandshakeBegins);

    /// <summary>Whether octets begin a record of TLS, an alert say.</summary>
    public static bool IsTls(ReadOnlySpan<byte> octets) => octets is [>= 0x14 and <= 0x17, 0x03, ..];

    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(50);

    private readonly OctetBuffer _heard = new();
    private Transport _transport = transport;
    private bool _reset;
    private bool _mute;

    public RawConnection(Socket socket, string name, SessionLog log)
        : this(new SocketTransport(socket), name, log)
    {
    }

    /// <summary>The name the transcript uses: "1", "2", "relay".</summary>
    public string Name { get; } = name;

    public SessionLog Log { get; } = log;

    /// <summary>What has arrived and was not yet taken.</summary>
    public ReadOnlySpan<byte> Heard => _heard.Span;

    /// <summary>Null while the other side may still say something.</summary>
    public Ending? Ended { get; private set; }

    /// <summary>False once this side has closed, reset or half-closed, or knows that nobody is there any more.</summary>
    public bool CanSay => !Closed && !_mute && !_reset && Ended != Ending.Reset;

    /// <summary>True while nothing is read, so that the window fills up and closes.</summary>
    public bool IsPaused { get; set; }

    /// <summary>True once this side has stopped reading for good.</summary>
    public bool IsDeaf { get; private set; }

    /// <summary>What the handshake came to, null while TLS is off.</summary>
    public TlsFacts? Tls { get; private set; }

    /// <summary>True once this side has closed or reset the connection.</summary>
    public bool Closed { get; private set; }

    public static async Task<RawConnection> ConnectAsync(
        EndPoint target, string name, SessionLog log, CancellationToken cancel, DialTerms? terms = null)
    {
        if (terms is { From: { } ours } && target is IPEndPoint theirs && ours.AddressFamily != theirs.AddressFamily)
            throw new SocketException((int)SocketError.AddressFamilyNotSupported, $"{target}: no way leads there from {ours}");
        var socket = terms is { From.AddressFamily: var family }
            ? new Socket(family, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (terms is { From: { } from })
                Bind(socket, from);
            if (terms is { Receives: { } octets })
                socket.ReceiveBufferSize = octets;
            await socket.ConnectAsync(target, cancel);
            return new RawConnection(socket, name, log);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // It was accepted, and reset before this side had looked.
            var connection = new RawConnection(socket, name, log);
            connection.End(Ending.Reset);
            return connection;
        }
        catch (SocketException unreachable)
        {
            socket.Dispose();
            throw new SocketException((int)unreachable.SocketErrorCode, $"{target}: {unreachable.Message}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(Socket socket, IPAddress from)
    {
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
        }
        catch (SocketException strange)
        {
            throw new SocketException((int)strange.SocketErrorCode, $"from {from}: {strange.Message}");
        }
    }

    /// <summary>Sends all octets in one write. False where the other side is gone.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        if (Closed)
            return false;
        Log.Said(Name, octets.Span);
        try
        {
            while (octets.Length > 0)
                octets = octets[await _transport.SendAsync(octets, cancel)..];
            return true;
        }
        catch (SocketException gone)
        {
            // The error is told once; the read behind it would find an end of stream.
            _reset |= gone.SocketErrorCode == SocketError.ConnectionReset;
            return false;
        }
    }

    /// <summary>Waits until something more is heard or the other side ends.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask HearAsync(CancellationToken cancel)
    {
        if (Ended is not null || Closed || IsDeaf || IsPaused)
            return;
        try
        {
            Keep(await _transport.ReceiveAsync(_heard, cancel));
        }
        catch (SocketException gone)
        {
            End(Ending.Reset, gone.SocketErrorCode == SocketError.ConnectionReset ? null : gone.Message);
        }
    }

    /// <summary>Hears what has arrived already, without waiting for more.</summary>
    public async ValueTask HearArrivedAsync(CancellationToken cancel)
    {
        // With TLS what has arrived may say nothing, or be half of a record.
        using var brief = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        brief.CancelAfter(Brief);
        try
        {
            while (Ended is null && !Closed && !IsDeaf && !IsPaused && _transport.HasArrived)
                await HearAsync(brief.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nothing more was said.
        }
    }

    /// <summary>
    /// Puts TLS over what carries the connection. What had arrived of a handshake is part of it; what was said in plain text
    /// before it stays heard.
    /// </summary>
    /// <param name="start">Null, where it cannot be: then all stays as it is.</param>
    public async Task StartTlsAsync(Func<Transport, OctetBuffer, Task<(Transport Secure, TlsFacts Facts)?>> start)
    {
        var arrived = new OctetBuffer();
        var begins = Heard.IndexOf(HandshakeBegins);
        if (begins >= 0)
        {
            var said = Heard[..begins].ToArray();
            arrived.Append(Heard[begins..]);
            _heard.Take(_heard.Length);
            _heard.Append(said);
        }
        if (await start(_transport, arrived) is not var (secure, facts))
            return;
        (_transport, Tls) = (secure, facts);
        Log.Note(Name, $"{TlsStarted} {facts.Version}, {facts.Cipher}");
    }

    /// <summary>Goes back to what lay below TLS; what was said to its end stays heard.</summary>
    public async Task DropTlsAsync(Func<Transport, OctetBuffer, Task<(Transport Below, OctetBuffer Arrived)>> stop)
    {
        (_transport, var plain) = await stop(_transport, _heard);
        (Tls, Ended) = (null, null);
        _heard.Append(plain.Span);
        Log.Note(Name, "TLS stopped");
    }

    public void Take(int count) => _heard.Take(count);

    /// <summary>The size of the system's receive buffer, and so of the window that is offered.</summary>
    public void LimitReceiving(int octets)
    {
        if (!Closed)
            _transport.LimitReceiving(octets);
    }

    /// <summary>Lets the system hold back small writes to join them (Nagle's algorithm), or not.</summary>
    public void HoldBack(bool joins)
    {
        if (!Closed)
            _transport.HoldBack(joins);
    }

    public void Shutdown(SocketShutdown how)
    {
        Quietly(() => _transport.Shutdown(how), $"shutdown {how}");
        _mute |= how != SocketShutdown.Receive;
        IsDeaf |= how != SocketShutdown.Send;
    }

    /// <inheritdoc cref="Transport.Close"/>
    public void Close() => Quietly(_transport.Close, LogEntry.Close);

    /// <inheritdoc cref="Transport.Reset"/>
    public void Reset() => Quietly(_transport.Reset, LogEntry.Reset);

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Keep(int count)
    {
        if (count == 0)
            End(_reset ? Ending.Reset : Ending.Eof);
        else
            Log.Heard(Name, _heard.Span[^count..]);
    }

    private void End(Ending how, string? why = null)
    {
        Ended = how;
        if (Tls is not null)
            Tls = Tls with { End = _transport.IsEndSaid ? "close_notify" : "none" };
        Log.Note(Name, why ?? (how == Ending.Eof ? LogEntry.EndOfStream : LogEntry.ResetByPeer));
    }

    private void Quietly(Action act, string note)
    {
        if (Closed)
            return;
        Closed = !note.StartsWith("shutdown", StringComparison.Ordinal);
        Log.Note(Name, note);
        try
        {
            act();
        }
        catch (SocketException)
        {
            // The other side went first; the result is the same.
        }
    }
}
