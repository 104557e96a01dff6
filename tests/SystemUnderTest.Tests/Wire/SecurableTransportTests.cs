using System.IO.Pipelines;
using System.Net.Security;
using System.Text;
using SmtpGate.Tls;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class SecurableTransportTests
{
    private readonly Pipe _in = new();
    private readonly Pipe _out = new();
    private readonly SslServerAuthenticationOptions _terms = new()
    {
        ServerCertificateContext = CertificateReading.SelfSigned("gate.example", DateTimeOffset.UtcNow),
    };

    [Fact]
    [Trait("Rows", "SEC-TLS-01")]
    public async Task What_has_arrived_can_be_forgotten_and_nothing_else_is()
    {
        await using var transport = new SecurableTransport(new Ends(_in.Reader, _out.Writer));
        transport.Forget();
        await _in.Writer.WriteAsync("NOOP\r\n"u8.ToArray());
        transport.Forget();
        await _in.Writer.WriteAsync("QUIT\r\n"u8.ToArray());
        var heard = await transport.Input.ReadAsync();
        Assert.Equal("QUIT\r\n", Encoding.ASCII.GetString(heard.Buffer));
    }

    [Fact]
    public async Task Behind_the_handshake_both_directions_are_secured_and_the_end_is_said()
    {
        var transport = new SecurableTransport(new Ends(_in.Reader, _out.Writer));
        await using var client = new SslStream(new ClientEnd(_out.Reader.AsStream(), _in.Writer.AsStream()));
        var shaking = client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "gate.example",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=gate.example",
        });
        var names = new List<string>();
        Assert.Null(await transport.SecureAsync(Terms, CancellationToken.None).WaitAsync(TestLimits.Wait));
        await shaking.WaitAsync(TestLimits.Wait);
        Assert.Equal(["gate.example"], names);
        await client.WriteAsync("EHLO\r\n"u8.ToArray());
        Assert.Equal("EHLO\r\n", Encoding.ASCII.GetString((await transport.Input.ReadAsync()).Buffer));
        await transport.Output.WriteAsync("250\r\n"u8.ToArray());
        var answer = new byte[5];
        await client.ReadExactlyAsync(answer);
        await transport.DisposeAsync();
        // RFC 8314 3.4: close_notify
        Assert.Equal(0, await client.ReadAsync(answer).AsTask().WaitAsync(TestLimits.Wait));

        SslServerAuthenticationOptions Terms(string name)
        {
            names.Add(name);
            return _terms;
        }
    }

    [Fact]
    [Trait("Rows", "SEC-TLS-04")]
    public async Task What_is_no_handshake_is_a_value()
    {
        await using var transport = new SecurableTransport(new Ends(_in.Reader, _out.Writer));
        await _in.Writer.WriteAsync("EHLO client.example\r\n"u8.ToArray());
        Assert.NotEmpty((await transport.SecureAsync(_ => _terms, CancellationToken.None).WaitAsync(TestLimits.Wait))!);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class ClientEnd(Stream input, Stream output) : Stream
    {
        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            input.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            output.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

        public override void Flush() => output.Flush();

        public override int Read(byte[] buffer, int offset, int count) => input.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
