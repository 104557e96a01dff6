using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using SmtpSim.Tls;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Loading;

/// <summary>The server did not go along with what every message needs: it is no use to try again.</summary>
public sealed class LoadRefusedException(string message) : Exception(message);

/// <summary>A connection that cannot go on.</summary>
internal sealed class LoadBrokenException(string message) : Exception(message);

/// <summary>A connection of a load run: octets out, reply codes in. Nothing is kept of what was said.</summary>
internal sealed class LoadConnection(LoadPlan plan, TimeProvider clock) : IDisposable
{
    // RFC 5321 4.5.3.1.5 allows lines of 512 octets, and no reply has thousands of them.
    private const int LongestReply = 1 << 20;

    private readonly OctetBuffer _heard = new();
    private Transport? _transport;
    private string _last = "";
    private long _waits;

    /// <summary>False where it was never opened, or has ended.</summary>
    public bool IsOpen => _transport is not null;

    /// <summary>The server has said that it closes the connection.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>It waits for longer than a reply may take.</summary>
    public bool IsOverdue => Volatile.Read(ref _waits) is not 0 and var since && clock.GetElapsedTime(since) > plan.ReplyLimit;

    /// <summary>What it waits for before the first message, and behind the last; null between them.</summary>
    public string? Stage { get; set; }

    /// <summary>A reply did not come.</summary>
    public string Late => $"{Stage ?? "given up"}: no reply in {Durations.Show(plan.ReplyLimit)}";

    /// <summary>The last reply's first line that was no 2xx or 3xx.</summary>
    public string LastRefusal => _last;

    /// <summary>Connects, and says what comes before the first message.</summary>
    /// <exception cref="LoadBrokenException">It did not come to that; another attempt may.</exception>
    /// <exception cref="LoadRefusedException">No attempt will: the server does not offer what the plan needs.</exception>
    public async ValueTask OpenAsync(CancellationToken cancel)
    {
        Stage = "connect";
        Volatile.Write(ref _waits, clock.GetTimestamp());
        try
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _transport = new SocketTransport(socket);
            await socket.ConnectAsync(plan.Target, cancel);
        }
        catch (SocketException refused)
        {
            throw Broken(IsOverdue ? Late : $"connect: {refused.Message}");
        }
        await new LoadPreamble(this, plan).SayAsync(cancel);
        Stage = null;
    }

    /// <summary>Says it and hears the reply; its code.</summary>
    /// <exception cref="LoadBrokenException">There is no reply.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> AskAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        await SayAsync(octets, cancel);
        return await HearAsync(cancel);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SayAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        Volatile.Write(ref _waits, clock.GetTimestamp());
        try
        {
            while (octets.Length > 0)
                octets = octets[await _transport!.SendAsync(octets, cancel)..];
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or IOException)
        {
            throw Broken(Why(gone));
        }
    }

    /// <summary>The code of the next reply, all lines of which have come.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> HearAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _waits, clock.GetTimestamp());
        while (true)
        {
            if (NextReply() is { } code)
            {
                Volatile.Write(ref _waits, 0);
                return code;
            }
            await HearMoreAsync(cancel);
        }
    }

    /// <summary>The next reply with its text: for the preamble, which is said once.</summary>
    /// <exception cref="LoadBrokenException">There is no reply, or what came is none.</exception>
    public async Task<ReplyText> HearReplyAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _waits, clock.GetTimestamp());
        while (true)
        {
            if (ReplyText.Read(_heard.Span) is { } reply)
            {
                _heard.Take(reply.Length);
                Volatile.Write(ref _waits, 0);
                return reply.Complaint is { } complaint ? throw Broken($"no reply: {complaint}") : reply;
            }
            await HearMoreAsync(cancel);
        }
    }

    /// <exception cref="LoadBrokenException">The handshake failed.</exception>
    public async Task StartTlsAsync(CancellationToken cancel)
    {
        Volatile.Write(ref _waits, clock.GetTimestamp());
        var handshake = new Handshake(new TlsTerms(), CertificateZoo.OfProcess, clock);
        var result = await handshake.AsClientAsync(_transport!, _heard, cancel);
        _transport = result.Transport ?? throw Broken(IsOverdue ? Late : $"TLS: {result.Trouble}");
    }

    /// <summary>Says goodbye and lets the server close, so that the port that waits is the server's.</summary>
    public async ValueTask CloseAsync(CancellationToken cancel)
    {
        Stage = "QUIT";
        try
        {
            await AskAsync("QUIT\r\n"u8.ToArray(), cancel);
            Volatile.Write(ref _waits, clock.GetTimestamp());
            while (await _transport!.ReceiveAsync(_heard, cancel) > 0)
                _heard.Take(_heard.Length);
        }
        catch (Exception over) when (over is LoadBrokenException or SocketException or ObjectDisposedException or IOException)
        {
            // Gone already, and all messages of it are accounted for.
        }
        Dispose();
    }

    /// <summary>Gives it up where it has waited too long for the other side; whoever waits hears of it.</summary>
    public void GiveUpIfOverdue()
    {
        // In this order: what waits now may be the next connection already, and that has not waited long.
        var transport = Volatile.Read(ref _transport);
        if (!IsOverdue)
            return;
        try
        {
            transport?.Reset();
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            // It ended at the same moment.
        }
    }

    public void Dispose()
    {
        _transport?.Dispose();
        _transport = null;
        _heard.Take(_heard.Length);
        IsClosing = false;
        Volatile.Write(ref _waits, 0);
    }

    // Who is given up is cut off in whatever it was about.
    private string Why(Exception gone) => gone switch
    {
        _ when IsOverdue => Late,
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => "reset",
        SocketException { SocketErrorCode: not SocketError.OperationAborted } => gone.Message,
        _ => Late,
    };

    private LoadBrokenException Broken(string why)
    {
        Dispose();
        return new LoadBrokenException(why);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask HearMoreAsync(CancellationToken cancel)
    {
        int count;
        try
        {
            count = await _transport!.ReceiveAsync(_heard, cancel);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or IOException)
        {
            throw Broken(Why(gone));
        }
        if (count == 0)
            throw Broken("the server closed the connection");
        if (_heard.Length > LongestReply)
            throw Broken("a reply without end");
    }

    // Three digits, and a space or the end behind them.
    private static int CodeOf(ReadOnlySpan<byte> line) =>
        line.Length > 4 && line[3] is (byte)' ' or (byte)'\r' or (byte)'\n'
        && char.IsAsciiDigit((char)line[0]) && char.IsAsciiDigit((char)line[1]) && char.IsAsciiDigit((char)line[2])
            ? ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0'
            : 0;

    // A reply is looked at where it lies, its code and whether its last line is there: `ReplyText` would make strings of it.
    private int? NextReply()
    {
        var heard = _heard.Span;
        for (var start = 0; heard[start..].IndexOf((byte)'\n') is >= 0 and var length; start += length + 1)
        {
            var line = heard.Slice(start, length + 1);
            if (line.Length > 4 && line[3] == '-')
                continue;
            var code = CodeOf(line);
            IsClosing = code == 421;
            if (code is < 200 or > 399)
                _last = Encoding.Latin1.GetString(line).TrimEnd();
            _heard.Take(start + line.Length);
            return code;
        }
        return null;
    }
}
