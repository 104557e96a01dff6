using System.Text;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>What a thousand sessions in the tarpit cost one that is not.</summary>
internal static class Tarpit
{
    private const int Sessions = 1000;
    private const int Rounds = 5;
    private const int TurnsARound = 4000;

    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(10);

    public static async Task MeasureAsync()
    {
        using var server = BenchedGateway.Start(settings => settings["Auth"] = new JsonObject
        {
            ["Users"] = Path.Combine(Programs.Specs, "users.txt"),
            ["BeforeTls"] = true,
            ["TarpitMilliseconds"] = (int)Stay.TotalMilliseconds,
            ["Tries"] = 1000,
            ["FailuresPerAddress"] = "none",
            ["FailuresPerUser"] = "none",
        });
        using var healthy = await GreetedAsync(server.Port);
        var others = new List<BareClient>();
        for (var i = 0; i < Sessions; i++)
            others.Add(await GreetedAsync(server.Port));
        Figures quiet = new(), beside = new();
        // Once without counting: everything is compiled by then.
        await TurnsAsync(healthy, new Figures());
        await StuckAsync(healthy, others, new Figures());
        for (var round = 0; round < Rounds; round++)
        {
            await TurnsAsync(healthy, quiet);
            await StuckAsync(healthy, others, beside);
        }
        others.ForEach(o => o.Dispose());
        beside.Print($"RCPT, {Sessions} others in the tarpit");
        quiet.Print("RCPT, none in it");
        Figures.PrintRatio("the tarpit costs the others", beside, quiet, below: 1.1);
    }

    private static async Task StuckAsync(BareClient healthy, List<BareClient> others, Figures figures)
    {
        var stuck = new List<Task<string>>();
        foreach (var other in others)
            stuck.Add(await FailAsync(other));
        await TurnsAsync(healthy, figures);
        if (stuck.Any(s => s.IsCompleted))
            throw new InvalidOperationException("somebody was out of the tarpit before the measurement was over");
        foreach (var reply in await Task.WhenAll(stuck))
            Require(reply, "535");
    }

    private static async Task TurnsAsync(BareClient client, Figures figures)
    {
        for (var i = 0; i < TurnsARound / 40; i++)
        {
            await client.AskAsync("MAIL FROM:<a@sender.example>");
            for (var n = 0; n < 40; n++)
                Require(await figures.TimeAsync(() => client.AskAsync("RCPT TO:<b@local.example>")), "250");
            await client.AskAsync("RSET");
        }
    }

    // SCRAM: what fails costs no slow hash, so that it is the waiting that is measured.
    private static async Task<Task<string>> FailAsync(BareClient client)
    {
        Require(await client.AskAsync("AUTH SCRAM-SHA-256"), "334");
        var question = await client.AskAsync(Encoded("n,,n=user,r=abcdefghij"));
        Require(question, "334");
        var nonce = Encoding.ASCII.GetString(Convert.FromBase64String(question[4..].Trim())).Split(',')[0];
        return client.AskAsync(Encoded($"c=biws,{nonce},p={Convert.ToBase64String(new byte[32])}"));
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static async Task<BareClient> GreetedAsync(int port)
    {
        var client = await BareClient.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
        await client.AskAsync("EHLO client.example");
        return client;
    }

    private static void Require(string reply, string code)
    {
        if (!reply.StartsWith(code, StringComparison.Ordinal))
            throw new InvalidOperationException(reply);
    }
}
