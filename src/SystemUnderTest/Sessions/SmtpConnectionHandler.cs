using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>Kestrel's way in: one connection, one session, and the one place that catches what a session throws.</summary>
public sealed class SmtpConnectionHandler(SessionServices services, ILogger<SmtpConnectionHandler> logger)
    : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var wire = new SessionWire(
            connection.Transport, services.Limits.LineOctets, services.Limits.CommandTime, services.Clock);
        var client = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        using var patience = new Patience(connection.Transport.Input, services.Clock);
        // Without this a session that waits for a client would hold the gateway's stop for as long as it may.
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        await using var stop = closing.Register(connection.Transport.Input.CancelPendingRead);
        var context = new SessionContext(services, wire, patience, client);
        try
        {
            await new Session(context, closing).RunAsync(connection.ConnectionClosed);
        }
        catch (Exception gone) when (gone is ConnectionResetException or OperationCanceledException or IOException)
        {
            Log.ConnectionLost(logger, client, gone.Message);
        }
        catch (TimeoutException)
        {
            Log.ConnectionLost(logger, client, "it does not read its replies");
            connection.Abort(new ConnectionAbortedException("the client does not read its replies"));
        }
        catch (Exception fault)
        {
            Log.SessionFault(logger, client, fault);
            wire.Say(Grammar.Replies.Fault);
            await wire.FlushAsync(connection.ConnectionClosed);
        }
    }
}
