using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpSim.Tls;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests;

/// <summary>A client of the system's own sockets that sees, or does, one thing after the other: docs/faults.md's words.</summary>
internal sealed class WireObserver(IPEndPoint server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(150);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private RawPeer? _peer;
    private TimeSpan _soonest;

    public async Task SeeAsync(string what, string sight)
    {
        var (word, rest) = sight.Split(' ', 2) is [var first, var second] ? (first, second) : (sight, "");
        switch (word)
        {
            case "refused":
                await Assert.ThrowsAsync<SocketException>(() => RawPeer.ConnectAsync(server));
                break;
            case "later":
                await ComeLaterAsync();
                break;
            case "again":
                _peer = await RawPeer.ConnectAsync(server);
                break;
            case "C":
                await SayAsync(rest.Replace("\\r\\n", "\r\n", StringComparison.Ordinal) + "\r\n");
                break;
            case "S":
                await HearAsync(rest);
                break;
            case "≥":
                _soonest = Durations.Parse(rest);
                break;
            default:
                await SeeStateAsync(word, rest);
                break;
        }
        if (word == "S")
            Assert.True(_since.Elapsed >= _soonest, $"{what}: it came after {_since.Elapsed}");
    }

    public void Dispose() => _peer?.Dispose();

    private async Task SeeStateAsync(string word, string rest)
    {
        if (word == "RST")
        {
            // A connection that is reset at once may be so before it is there.
            var reset = await Assert.ThrowsAsync<SocketException>(async () => await (await PeerAsync()).RestAsync());
            Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
            return;
        }
        var peer = await PeerAsync();
        switch (word)
        {
            case "silence":
                Assert.True(await peer.IsSilentAsync(Silence));
                break;
            case "FIN":
                Assert.Equal("", await peer.RestAsync());
                break;
            case "segments" or "offers" or "window":
                Assert.True(await CountsAsync(peer, word, rest), $"{peer.Segments()} segments, a window of {peer.Window()}");
                break;
            case "handshake":
                await ShakeHandsAsync(peer, rest);
                break;
            default:
                Assert.True(await SaysAsync(peer, word), $"nothing sees '{word}'");
                break;
        }
    }

    // What the system does not count is not held against anybody.
    private static async Task<bool> CountsAsync(RawPeer peer, string word, string rest) => word switch
    {
        "segments" => (peer.Segments() ?? int.MaxValue) >= Number(rest),
        "offers" => (peer.Window() ?? 0) <= Number(rest),
        _ => await peer.FillAsync(2_000_000, TimeSpan.FromMilliseconds(500)) < 2_000_000,
    };

    private static async Task<bool> SaysAsync(RawPeer peer, string word)
    {
        if (word == "hello")
            await peer.SayAsync("\u0016\u0003\u0001\0\u0005hello");
        // Who has closed answers the first of these with RST, and the others cannot be said.
        for (var i = 0; i < 3 && word == "heard"; i++)
            await peer.SayAsync("NOOP\r\n");
        return word is "hello" or "heard";
    }

    // Where the client speaks first, the greeting is as usual.
    private async Task SayAsync(string octets)
    {
        var isGreeted = _peer is not null;
        var peer = await PeerAsync();
        if (!isGreeted)
            await HearReplyAsync(peer, "220");
        _since.Restart();
        await peer.SayAsync(octets);
    }

    private async Task<RawPeer> PeerAsync()
    {
        if (_peer is not null)
            return _peer;
        _since.Restart();
        return _peer = await RawPeer.ConnectAsync(server);
    }

    private async Task ComeLaterAsync()
    {
        while (_peer is null && _since.Elapsed < Patience)
        {
            try
            {
                _peer = await RawPeer.ConnectAsync(server);
            }
            catch (SocketException)
            {
                // Nobody listens yet, and nothing tells when.
                await Task.Delay(5);
            }
        }
    }

    private async Task HearAsync(string expected)
    {
        var peer = await PeerAsync();
        if (expected.StartsWith("endless ", StringComparison.Ordinal))
        {
            var line = Decoded(expected["endless ".Length..]);
            Assert.Equal(string.Concat(Enumerable.Repeat(line, 1000)), await peer.TakeAsync(1000 * line.Length));
        }
        else if (expected.EndsWith(" octets", StringComparison.Ordinal))
            Assert.Equal(Number(expected.Split(' ')[0]), (await peer.LineAsync()).Length);
        else if (expected[0] == '"')
            Assert.Equal(Decoded(expected), await peer.TakeAsync(Decoded(expected).Length));
        else
            await HearReplyAsync(peer, expected);
    }

    private static async Task HearReplyAsync(RawPeer peer, string code)
    {
        string line;
        do
        {
            line = await peer.LineAsync();
            Assert.StartsWith(code, line, StringComparison.Ordinal);
        }
        while (line[3] == '-');
    }

    private static async Task ShakeHandsAsync(RawPeer peer, string kind)
    {
        X509Certificate2? shown = null;
        var sent = 0;
        using var limit = new CancellationTokenSource(Patience);
        await using var tls = new SslStream(peer.Stream(), false, (_, certificate, chain, _) =>
        {
            // With the certificate itself.
            (shown, sent) = ((X509Certificate2)certificate!, chain!.ChainPolicy.ExtraStore.Count);
            return certificate is not null;
        });
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "sim.example" }, limit.Token);
        switch (kind)
        {
            case "1.2":
                Assert.Equal(SslProtocols.Tls12, tls.SslProtocol);
                break;
            case "obeys":
                var said = new byte[100];
                var count = await tls.ReadAsync(said, limit.Token);
                Assert.Equal("250 2.0.0 Still here\r\n", Encoding.ASCII.GetString(said, 0, count));
                break;
            default:
                Assert.Equal(kind, KindOf(shown!, sent));
                break;
        }
    }

    private static string KindOf(X509Certificate2 shown, int sent)
    {
        if (shown.NotAfter < DateTime.Now)
            return CertificateKinds.Expired;
        if (shown.NotBefore > DateTime.Now)
            return CertificateKinds.NotYetValid;
        if (!shown.MatchesHostname("sim.example"))
            return CertificateKinds.WrongName;
        if (shown.Subject == shown.Issuer)
            return CertificateKinds.SelfSigned;
        return sent < 2 ? CertificateKinds.NoChain : CertificateKinds.Good;
    }

    private static string Decoded(string quoted)
    {
        Assert.True(Escapes.TryDecode(quoted[1..^1], out var octets, out _), quoted);
        return Encoding.Latin1.GetString(octets);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
