using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>Kestrel's way in: one connection, one session, and the one place that catches what a session throws.</summary>
public sealed class SmtpConnectionHandler(SessionServices services)
{
    /// <param name="tlsAtOnce">The handshake comes before the greeting (RFC 8314 3.3).</param>
    public async Task OnConnectedAsync(ConnectionContext connection, bool tlsAtOnce)
    {
        await using var transport = new SecurableTransport(connection.Transport);
        var wire = new SessionWire(transport, services.Limits, services.Clock);
        var client = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        using var patience = new Patience(transport.Interrupt, services.Clock);
        // Without this a session that waits for a client would hold the gateway's stop for as long as it may.
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using var stop = closing.Register(transport.Interrupt);
        var context = new SessionContext(services, wire, patience, client);
        try
        {
            if (!tlsAtOnce || await SecuredAsync(context, connection.ConnectionClosed))
                await new Session(context, closing).RunAsync(connection.ConnectionClosed);
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException or IOException)
        {
            Log.ConnectionLost(services.Logger, client, gone.Message);
        }
        catch (TimeoutException)
        {
            Log.ConnectionLost(services.Logger, client, "it does not read its replies");
            connection.Abort(new ConnectionAbortedException("the client does not read its replies"));
        }
        catch (Exception fault)
        {
            Log.SessionFault(services.Logger, client, fault);
            wire.Say(Grammar.Replies.Fault);
            await wire.FlushAsync(connection.ConnectionClosed);
        }
    }

    private static async ValueTask<bool> SecuredAsync(SessionContext context, CancellationToken gone)
    {
        if (await context.Wire.SecureAsync(context.Services.Tls!, gone) is not { } problem)
            return true;
        Log.NoTls(context.Services.Logger, context.Client, problem);
        return false;
    }
}
