using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>A piece of input that a sink has asked for, and what it makes of it.</summary>
/// <param name="blob">
/// What has arrived and nobody has taken: octets, not lines; any part of a line, or several with the next command behind.
/// </param>
public sealed class InputContext(ReadOnlyMemory<byte> blob, SinkSession session)
{
    /// <summary>Valid until the sink returns.</summary>
    public ReadOnlyMemory<byte> Blob => blob;

    public SinkSession Session => session;

    /// <summary>How many octets of the blob were the sink's; the rest is the next blob, or the next command.</summary>
    public int Taken { get; set; } = blob.Length;

    /// <summary>What is said now, null for nothing.</summary>
    public Reply? Reply { get; set; }

    /// <summary>
    /// <see cref="SinkStatus.BlobReady"/> asks for more; without it, or with <see cref="SinkStatus.BlobDone"/>, the session
    /// goes on with commands. An end without a reply is said to be a fault of the gateway.
    /// </summary>
    public SinkStatus Status { get; set; }

    public bool IsProtocolError { get; set; }

    public bool IsDone => (Status & SinkStatus.BlobDone) != 0 || (Status & SinkStatus.BlobReady) == 0;
}

/// <summary>Takes a session's input in the pieces in which it arrives.</summary>
public interface IInputSink
{
    /// <summary>Called for each piece until the sink says that it is done.</summary>
    ValueTask OnInputAsync(InputContext context, CancellationToken cancel);
}
