using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>The header of a proxy, heard before anything else.</summary>
internal static class ProxyGreeting
{
    // It comes with the first packet; a proxy that has to think about it is none.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Who is behind the proxy, or the proxy itself; null where it said nothing of the kind.</summary>
    public static async ValueTask<IPAddress?> HearAsync(SessionContext context, CancellationToken gone)
    {
        context.Patience.Begin(Limit);
        var (heard, client) = await context.Wire.HearProxyAsync(gone);
        context.Patience.End();
        if (!heard)
            Log.NoProxyHeader(context.Services.Logger, context.Client);
        return heard ? AddressText.Plain(client?.Address ?? context.Client!) : null;
    }
}
