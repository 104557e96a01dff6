using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace SmtpGate.Wire;

/// <summary>
/// A connection's two directions, in clear until they are secured. Nothing is kept above the pipes, so what came before a
/// handshake cannot be heard after it.
/// </summary>
public sealed class SecurableTransport(IDuplexPipe clear) : IAsyncDisposable
{
    private PipeReader _input = clear.Input;
    private PipeWriter _output = clear.Output;
    private SslStream? _tls;

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>The session of TLS, null in clear.</summary>
    public SslStream? Tls => _tls;

    /// <summary>A handshake has begun, and has not been finished.</summary>
    public bool IsShaking => _tls is not null && _input == clear.Input;

    /// <summary>Lets a pending read return as cancelled.</summary>
    public void Interrupt() => Volatile.Read(ref _input).CancelPendingRead();

    /// <summary>Throws away what has arrived so far.</summary>
    public void Forget()
    {
        if (_input.TryRead(out var arrived))
            _input.AdvanceTo(arrived.Buffer.End);
    }

    /// <summary>Null where both directions are secured now, else why not: then nothing can be said or heard any more.</summary>
    /// <param name="terms">By the name that the client calls the server.</param>
    public async Task<string?> SecureAsync(Func<string, SslServerAuthenticationOptions> terms, CancellationToken cancel)
    {
        _tls = new SslStream(new DuplexStream(clear));
        try
        {
            await _tls.AuthenticateAsServerAsync((_, hello, _, _) => new(terms(hello.ServerName)), null, cancel);
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException)
        {
            return failed.InnerException?.Message ?? failed.Message;
        }
        // Zero-byte reads: an idle connection holds no buffer.
        Volatile.Write(ref _input, PipeReader.Create(_tls, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true)));
        _output = PipeWriter.Create(_tls, new StreamPipeWriterOptions(leaveOpen: true));
        return null;
    }

    /// <summary>Ends TLS in good order, where the other side still listens.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_tls is null)
            return;
        try
        {
            if (!IsShaking)
                await _tls.ShutdownAsync();
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or CryptographicException
            or InvalidOperationException or OperationCanceledException)
        {
            // Whoever spoilt the session need not be told that it is over.
        }
        await _tls.DisposeAsync();
    }
}
