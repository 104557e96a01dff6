using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SmtpGate.Grammar;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>How connections of a listener begin.</summary>
/// <param name="TlsAtOnce">The handshake comes before the greeting (RFC 8314 3.3).</param>
/// <param name="Proxies">From here connections begin with a PROXY header.</param>
public sealed record ConnectionTerms(bool TlsAtOnce, IReadOnlyList<AddressRange> Proxies);

/// <summary>Kestrel's way in: one connection, one session, and the one place that catches what a session throws.</summary>
public sealed class SmtpConnectionHandler(SessionServices services, ConnectionCount count)
{
    public async Task OnConnectedAsync(ConnectionContext connection, ConnectionTerms terms)
    {
        await using var transport = new SecurableTransport(connection.Transport);
        var wire = new SessionWire(transport, services.Limits, services.Clock);
        using var patience = new Patience(transport.Interrupt, services.Clock);
        // Without this a session that waits for a client would hold the gateway's stop for as long as it may.
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using var stop = closing.Register(transport.Interrupt);
        using var departure = new Departure(connection, services.Clock);
        var context = new SessionContext(services, wire, patience, (connection.RemoteEndPoint as IPEndPoint)?.Address);
        try
        {
            await ConverseAsync(context, terms, closing, departure.Gone);
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException or IOException)
        {
            Log.ConnectionLost(services.Logger, context.Client, gone.Message);
        }
        catch (TimeoutException)
        {
            Log.ConnectionLost(services.Logger, context.Client, "it does not read its replies");
            connection.Abort(new ConnectionAbortedException("the client does not read its replies"));
        }
        catch (Exception fault)
        {
            Log.SessionFault(services.Logger, context.Client, fault);
            if (!wire.CanSpeak)
                return;
            wire.Say(Replies.Fault);
            await wire.FlushAsync(departure.Gone);
        }
    }

    private async Task ConverseAsync(
        SessionContext context, ConnectionTerms terms, CancellationToken closing, CancellationToken gone)
    {
        if (context.Client is { } proxy && terms.Proxies.Any(p => p.Contains(proxy)))
        {
            if (await ProxyGreeting.HearAsync(context, gone) is not { } behind)
                return;
            context = context with { Client = behind };
        }
        if (!count.Enter(context.Client, services.Limits))
        {
            await RefuseAsync(context, terms, gone);
            return;
        }
        try
        {
            if (!terms.TlsAtOnce || await SecuredAsync(context, gone))
                await new Session(context, closing).RunAsync(gone);
        }
        finally
        {
            count.Leave(context.Client);
        }
    }

    private async ValueTask RefuseAsync(SessionContext context, ConnectionTerms terms, CancellationToken gone)
    {
        Log.TooMany(services.Logger, context.Client);
        // Where TLS comes first there is nobody to say it to yet.
        if (terms.TlsAtOnce)
            return;
        context.Wire.Say(Replies.TooManyConnections);
        await context.Wire.FlushAsync(gone);
    }

    private static async ValueTask<bool> SecuredAsync(SessionContext context, CancellationToken gone)
    {
        if (await context.Wire.SecureAsync(context.Services.Tls!, gone) is not { } problem)
            return true;
        Log.NoTls(context.Services.Logger, context.Client, problem);
        return false;
    }
}
