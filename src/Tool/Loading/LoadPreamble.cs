using System.Text;

namespace SmtpSim.Loading;

/// <summary>What a connection says before its first message: EHLO, STARTTLS, AUTH.</summary>
internal sealed class LoadPreamble(LoadConnection connection, LoadPlan plan)
{
    public async Task SayAsync(CancellationToken cancel)
    {
        if (plan.Tls == LoadTls.Implicit)
            await connection.StartTlsAsync(cancel);
        Require(await connection.HearLinesAsync(cancel), '2', "the greeting");
        var offered = await AskAsync($"EHLO {plan.Client}", '2', cancel);
        if (plan.Tls == LoadTls.StartTls)
        {
            Offers(offered, "STARTTLS");
            await AskAsync("STARTTLS", '2', cancel);
            await connection.StartTlsAsync(cancel);
            offered = await AskAsync($"EHLO {plan.Client}", '2', cancel);
        }
        if (plan.Pipelining)
            Offers(offered, "PIPELINING");
        if (plan.Identity is { } identity)
            await AuthenticateAsync(identity, offered, cancel);
    }

    private async Task AuthenticateAsync(LoadIdentity identity, IReadOnlyList<string> offered, CancellationToken cancel)
    {
        Offers(offered, "AUTH");
        var response = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{identity.User}\0{identity.Password}"));
        await connection.SayAsync(Encoding.ASCII.GetBytes($"AUTH PLAIN {response}\r\n"), cancel);
        Require(await connection.HearLinesAsync(cancel), '2', $"AUTH PLAIN as '{identity.User}'");
    }

    private async Task<IReadOnlyList<string>> AskAsync(string line, char wanted, CancellationToken cancel)
    {
        await connection.SayAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancel);
        var reply = await connection.HearLinesAsync(cancel);
        Require(reply, wanted, line);
        return reply;
    }

    // Later is not never: 4xx may pass the next time (RFC 5321 4.2.1).
    private void Require(IReadOnlyList<string> reply, char wanted, string to)
    {
        if (reply[^1].FirstOrDefault() is var first && first == wanted)
            return;
        var why = $"{to}: {reply[^1]}";
        connection.Dispose();
        throw first == '4' ? new LoadBrokenException(why) : new LoadRefusedException(why);
    }

    private void Offers(IReadOnlyList<string> reply, string keyword)
    {
        if (reply.Skip(1).Any(l => l.Length > 4 && l[4..].Split(' ')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase)))
            return;
        connection.Dispose();
        throw new LoadRefusedException($"the server does not offer {keyword}");
    }
}
