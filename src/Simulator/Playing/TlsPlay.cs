using SmtpSim.Tls;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Plays <c>@tls</c> on one connection, for scripts in order and for rules alike.</summary>
internal sealed class TlsPlay(RawConnection connection, Role role, WalkOptions options)
{
    // Long for who looks at a certificate, short for who waits for something to be said.
    private static readonly TimeSpan RightBehind = TimeSpan.FromSeconds(1);

    /// <summary>Why a <c>@tls</c> cannot be played, null where it can.</summary>
    public static string? Misfit(Directive directive) => directive.Arguments[0] switch
    {
        "start" => TlsTerms.Parse(directive.Arguments.Skip(1), out var wrong) is null ? wrong : null,
        "is" => TlsFact.Misfit(directive.Arguments.Skip(1)),
        "fail" when directive.Arguments is [_, "alert", var alert] && !byte.TryParse(alert, out _) =>
            $"'{alert}' is no alert of TLS: they have numbers from 0 to 255 (RFC 8446 6), like 40 handshake_failure",
        _ => null,
    };

    /// <summary>Null where it came as the script says, else why not.</summary>
    public async Task<string?> DoAsync(Directive directive, Variables variables, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.ReplyLimit, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return directive.Arguments[0] switch
            {
                "start" => await StartAsync(Terms(directive, variables), both.Token),
                "stop" => await StopAsync(both.Token),
                "is" => TlsFact.Misfit(connection.Tls, directive.Arguments.Skip(1), variables),
                _ => await new TlsFault(connection, role).DoAsync(directive.Arguments, cancel, both.Token),
            };
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"the other side did not take part within {Durations.Show(options.ReplyLimit)}";
        }
    }

    /// <summary>
    /// Why what stood in front of the handshake is wrong, null where nothing stood there. RFC 3207 4.2: what was learnt in plain
    /// text is discarded; what answers a question that was asked inside TLS is a man in the middle's.
    /// </summary>
    public static string? Injected(RawConnection connection, Directive directive) =>
        directive.Arguments[0] == "start" && !connection.Heard.IsEmpty && !directive.Arguments.Contains("obey=on")
            && (connection.Tls is not null || !directive.Arguments.Contains("expect=either"))
            ? "in front of the handshake more was said in plain text than the script expects"
            : null;

    private static TlsTerms Terms(Directive directive, Variables variables) =>
        // Names and protocols are text: what was captured and is none goes in as it is shown.
        TlsTerms.Parse(directive.Arguments.Skip(1).Select(a => OctetText.Shown(variables.Fill(a))), out var wrong)
        ?? throw new MissingValueException(wrong);

    private async Task<string?> StartAsync(TlsTerms terms, CancellationToken cancel)
    {
        var (trouble, isTls) = ("the connection is closed", true);
        await connection.StartTlsAsync(async (below, arrived) =>
        {
            var handshake = new Handshake(terms, options.Zoo, options.Clock);
            var result = role == Role.Client
                ? await handshake.AsClientAsync(below, arrived, cancel)
                : await handshake.AsServerAsync(below, arrived, cancel);
            (trouble, isTls) = (result.Trouble, result.IsTls);
            return result is { Transport: { } secure, Facts: { } facts } ? (secure, facts) : null;
        });
        var failed = trouble.Length > 0;
        if (failed)
        {
            // What either side says now is neither TLS nor plain text.
            connection.Log.Note(connection.Name, $"TLS did not start: {trouble}");
            connection.Close();
        }
        return terms.Expected switch
        {
            HandshakeEnd.Done => failed ? $"the handshake failed: {trouble}" : null,
            // Who goes on in plain text has not broken it off.
            HandshakeEnd.Refused when !isTls => $"the handshake was not refused but ignored: {trouble}",
            HandshakeEnd.Refused => failed || await IsRefusedAsync(cancel) ? null : "the other side took part in the handshake",
            _ => null,
        };
    }

    // With TLS 1.3 a client that minds the certificate ends a connection whose handshake the server has seen done.
    private async Task<bool> IsRefusedAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(RightBehind, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            while (connection.Ended is null && connection.Heard.Length == 0)
                await connection.HearAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
        return connection.Heard.Length == 0;
    }

    private async Task<string?> StopAsync(CancellationToken cancel)
    {
        if (connection.Tls is null)
            return "TLS is not on";
        await connection.DropTlsAsync((tls, heard) => ((TlsTransport)tls).StopAsync(heard, cancel));
        return null;
    }
}
