using System.Net.Sockets;

namespace SmtpSim.Wire;

/// <summary>
/// A transport as a stream, for TLS to lie on and for programs that want one. It hands out one TLS record at a time, so that
/// TLS never reads beyond its own end and what follows in plain text is not lost.
/// </summary>
/// <param name="arrived">What has arrived already and belongs to the stream.</param>
/// <param name="byRecord">False: hands out what is there.</param>
public sealed class TransportStream(Transport transport, OctetBuffer arrived, bool byRecord) : Stream
{
    private const int RecordHeader = 5;

    // More than is shown of it.
    private const int MostOfNoTls = 256;

    private int _left;

    /// <summary>What it lies on.</summary>
    public Transport Below => transport;

    /// <summary>The beginning of what came where a TLS record was due; null: nothing but records came.</summary>
    public Octets? NoTls { get; private set; }

    /// <summary>The other side will say nothing more.</summary>
    public bool HasEnded { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Asked for nothing, it waits until there is something, as a socket does.
        if (!await HasAsync(1, cancellationToken) || buffer.Length == 0)
            return 0;
        if (byRecord && _left == 0)
            _left = await NextRecordAsync(cancellationToken);
        var count = Math.Min(buffer.Length, byRecord ? Math.Min(_left, arrived.Length) : arrived.Length);
        arrived.Span[..count].CopyTo(buffer.Span);
        arrived.Take(count);
        _left -= byRecord ? count : 0;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            while (buffer.Length > 0)
                buffer = buffer[await transport.SendAsync(buffer, cancellationToken)..];
        }
        catch (SocketException gone)
        {
            throw new IOException(gone.Message, gone);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Programs under test may read and write without await; then a thread waits.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // What TLS lies on is closed by whoever owns the connection; a stream given to a program is the connection.
    protected override void Dispose(bool disposing)
    {
        if (!byRecord)
            transport.Close();
        base.Dispose(disposing);
    }

    private async ValueTask<int> NextRecordAsync(CancellationToken cancel)
    {
        var isWhole = await HasAsync(RecordHeader, cancel);
        // RFC 8446 5.1: from change_cipher_spec to heartbeat, and a version of 3.x.
        if (arrived.Span[0] is < 20 or > 24 || (arrived.Length > 1 && arrived.Span[1] != 3))
            NoTls ??= new Octets(arrived.Span[..Math.Min(arrived.Length, MostOfNoTls)]);
        return isWhole ? RecordLength(arrived.Span) : arrived.Length;
    }

    // RFC 8446 5.1: a type, two octets of version, two of length, and the fragment.
    private static int RecordLength(ReadOnlySpan<byte> header) => RecordHeader + ((header[3] << 8) | header[4]);

    private async ValueTask<bool> HasAsync(int count, CancellationToken cancel)
    {
        try
        {
            while (arrived.Length < count)
            {
                HasEnded = await transport.ReceiveAsync(arrived, cancel) == 0;
                if (HasEnded)
                    return false;
            }
            return true;
        }
        catch (SocketException gone)
        {
            throw new IOException(gone.Message, gone);
        }
    }
}
