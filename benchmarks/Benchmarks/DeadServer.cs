using System.Net;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>What a recipient costs while the internal server is dead and left alone.</summary>
internal static class DeadServer
{
    private const int Recipients = 20_000;
    private const int EachTransaction = 50;

    public static async Task MeasureAsync()
    {
        var sink = new JsonObject
        {
            ["Sink"] = "RcptProxy",
            ["Settings"] = new JsonObject
            {
                ["InternalServer"] = "127.0.0.1",
                ["Port"] = Peer.FreePort(),
                ["Bypass"] = new JsonArray(),
                ["BreakerFailures"] = 1,
                ["BreakerSeconds"] = 3600,
            },
        };
        using var server = BenchedGateway.Start(settings => settings["Sinks"] = new JsonArray(sink));
        using var client = await BareClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        await client.AskAsync("EHLO client.example");
        var figures = new Figures();
        for (var i = 0; i < Recipients / EachTransaction; i++)
        {
            await client.AskAsync("MAIL FROM:<a@sender.example>");
            for (var n = 0; n < EachTransaction; n++)
            {
                // The first of all finds out that the server is dead.
                var counted = i > 0 || n > 0 ? figures : new Figures();
                var reply = await counted.TimeAsync(() => client.AskAsync($"RCPT TO:<r{i}-{n}@local.example>"));
                if (!reply.StartsWith("250", StringComparison.Ordinal))
                    throw new InvalidOperationException(reply);
            }
            await client.AskAsync("RSET");
        }
        figures.Print("RCPT, the internal server dead and left alone");
        Figures.PrintBound("asked of it", figures, below: 1);
    }
}
