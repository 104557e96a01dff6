using SmtpSim.Dialogue;
using SmtpSim.Tls;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>One connection through the proxy: both directions at once, each piece passed on as it came.</summary>
internal sealed class Passage(RawConnection client, RawConnection server, ProxyOptions options)
{
    public const string Client = "client";
    public const string Server = "server";

    /// <summary>The note where TLS begins on both sides.</summary>
    public const string TlsBegins = "TLS begins on both sides";

    /// <summary>The note behind which nothing can be read any more.</summary>
    public const string TlsHides = "TLS hides what is said from here on";

    private readonly CutLines _asks = new();
    private readonly CutLines _answers = new();
    private bool _asked;
    // What the client says first is the beginning of a handshake; null until it has said something.
    private bool? _hello;
    private bool _hasServerSpoken;

    /// <summary>Why TLS did not begin on one of the sides, null where it did or nobody wanted it.</summary>
    public string? Trouble { get; private set; }

    public async Task PassAsync(CancellationToken cancel)
    {
        var begins = true;
        while (begins && !cancel.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var up = PassAsync(client, server, HearClient, round);
            var down = PassAsync(server, client, HearServer, round);
            await Task.WhenAll(up, down);
            begins = (await up || await down) && await StartTlsAsync(cancel);
        }
    }

    /// <summary>Ends where one side ended, or where TLS is to begin: then true.</summary>
    private static async Task<bool> PassAsync(
        RawConnection from, RawConnection to, HeardHandler heard, CancellationTokenSource round)
    {
        try
        {
            while (from.Ended is null && !from.Closed)
            {
                await from.HearAsync(round.Token);
                if (from.Heard.Length > 0 && heard(from.Heard))
                {
                    await round.CancelAsync();
                    return true;
                }
                await HandOnAsync(from, to, round.Token);
            }
            PassEnd(from, to);
        }
        catch (OperationCanceledException)
        {
            // The other direction said that TLS begins, or the proxy is stopped.
        }
        return false;
    }

    private static async Task HandOnAsync(RawConnection from, RawConnection to, CancellationToken cancel)
    {
        await to.SendAsync(from.Heard.ToArray(), cancel);
        from.Take(from.Heard.Length);
    }

    private static void PassEnd(RawConnection from, RawConnection to)
    {
        if (from.Ended == Ending.Reset)
            to.Reset();
        else
            to.Shutdown(System.Net.Sockets.SocketShutdown.Send);
    }

    private bool HearClient(ReadOnlySpan<byte> said)
    {
        // RFC 8314 3.3: TLS from the beginning.
        _hello ??= RawConnection.IsHandshake(said);
        if (_hello is true && client.Tls is null && options.SeesThroughTls)
            return true;
        foreach (var line in _asks.Whole(said))
            _asked |= client.Tls is null && ClientCommand.IsStartTls(line);
        return false;
    }

    private bool HearServer(ReadOnlySpan<byte> said)
    {
        // A server without TLS has words for it.
        if (_hello is true && !_hasServerSpoken && RawConnection.IsTls(said))
            client.Log.Note(Client, TlsHides);
        _hasServerSpoken = true;
        // Behind STARTTLS nothing else is answered with 220; the reply ends with the line that has no hyphen.
        var begins = false;
        foreach (var line in _answers.Whole(said))
            begins |= _asked && line.StartsWith("220", StringComparison.Ordinal) && line is not [_, _, _, '-', ..];
        _asked &= !begins;
        if (begins && !options.SeesThroughTls)
            client.Log.Note(Client, TlsHides);
        return begins && options.SeesThroughTls;
    }

    private async Task<bool> StartTlsAsync(CancellationToken cancel)
    {
        // The client answers what the server said with its handshake, which is not to be taken for plain text.
        await HandOnAsync(server, client, cancel);
        client.Log.Note(Client, TlsBegins);
        var near = StartAsync(client, asServer: true, cancel);
        var far = StartAsync(server, asServer: false, cancel);
        if (await near && await far)
            return true;
        client.Close();
        server.Close();
        return false;
    }

    private async Task<bool> StartAsync(RawConnection connection, bool asServer, CancellationToken cancel)
    {
        await connection.StartTlsAsync(async (below, arrived) =>
        {
            var handshake = new Handshake(new TlsTerms(), options.Walk.Zoo, options.Clock);
            var result = asServer
                ? await handshake.AsServerAsync(below, arrived, cancel)
                : await handshake.AsClientAsync(below, arrived, cancel);
            if (result.Transport is null)
                Tell(connection, $"TLS did not start: {result.Trouble}");
            return result is { Transport: { } secure, Facts: { } facts } ? (secure, facts) : null;
        });
        return connection.Tls is not null;
    }

    private void Tell(RawConnection connection, string why)
    {
        connection.Log.Note(connection.Name, why);
        Trouble ??= $"the {connection.Name}: {why}";
    }

    /// <summary>Looks at a piece; true where TLS begins behind it.</summary>
    private delegate bool HeardHandler(ReadOnlySpan<byte> said);
}
