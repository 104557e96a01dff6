using System.Text.Json.Nodes;
using SmtpSim.Conformance;

namespace Benchmarks;

/// <summary>What verification adds to a RCPT on a warm connection to the internal server: every recipient is another.</summary>
internal static class WarmVerification
{
    private const int Transactions = 100;
    private const int RecipientsEach = 20;
    private const int WarmUp = 10;

    public static async Task MeasureAsync()
    {
        using var server = new BareServer();
        var launcher = new GatewayProcessLauncher(Programs.Gateway);
        await using var verifying = await launcher.StartAsync(Configuration(server, verifies: true), CancellationToken.None);
        await using var plain = await launcher.StartAsync(Configuration(server, verifies: false), CancellationToken.None);
        Figures with = new(), without = new();
        using var one = await GreetedAsync(verifying);
        using var other = await GreetedAsync(plain);
        for (var i = 0; i < Transactions + WarmUp; i++)
        {
            await AskAsync(one, i, i < WarmUp ? new Figures() : with);
            await AskAsync(other, i, i < WarmUp ? new Figures() : without);
        }
        with.Print("RCPT, verified on a warm connection");
        without.Print("RCPT, not verified");
        Figures.PrintDifference("verification adds", with, without, below: 1);
    }

    private static async Task<BareClient> GreetedAsync(IGateway gateway)
    {
        var client = await BareClient.ConnectAsync(gateway.EndPoint);
        await client.AskAsync("EHLO client.example");
        return client;
    }

    private static async Task AskAsync(BareClient client, int transaction, Figures figures)
    {
        await client.AskAsync("MAIL FROM:<a@sender.example>");
        for (var i = 0; i < RecipientsEach; i++)
        {
            var reply = await figures.TimeAsync(() => client.AskAsync($"RCPT TO:<r{transaction}-{i}@local.example>"));
            if (!reply.StartsWith("250", StringComparison.Ordinal))
                throw new InvalidOperationException(reply);
        }
        await client.AskAsync("RSET");
    }

    private static string Configuration(BareServer server, bool verifies)
    {
        var sink = new JsonObject
        {
            ["Sink"] = "RcptProxy",
            ["Settings"] = new JsonObject
            {
                ["InternalServer"] = "127.0.0.1",
                ["Port"] = server.EndPoint.Port,
                ["Bypass"] = new JsonArray(),
            },
        };
        return new JsonObject
        {
            ["Listeners"] = new JsonArray(new JsonObject { ["Address"] = "127.0.0.1", ["Port"] = 0 }),
            ["Sinks"] = verifies ? new JsonArray(sink) : [],
        }.ToJsonString();
    }
}
