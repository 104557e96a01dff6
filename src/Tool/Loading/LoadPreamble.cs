using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Loading;

/// <summary>What a connection says before its first message: EHLO, STARTTLS, AUTH.</summary>
internal sealed class LoadPreamble(LoadConnection connection, LoadPlan plan)
{
    public async Task SayAsync(CancellationToken cancel)
    {
        if (plan.Tls == LoadTls.Implicit)
            await StartTlsAsync(cancel);
        connection.Stage = "the greeting";
        Require(await connection.HearReplyAsync(cancel));
        var offered = await AskAsync($"EHLO {plan.Client}", cancel);
        if (plan.Tls == LoadTls.StartTls)
        {
            Offers(offered, "STARTTLS");
            await AskAsync("STARTTLS", cancel);
            await StartTlsAsync(cancel);
            offered = await AskAsync($"EHLO {plan.Client}", cancel);
        }
        if (plan.Pipelining)
            Offers(offered, "PIPELINING");
        if (plan.Identity is { } identity)
            await AuthenticateAsync(identity, offered, cancel);
    }

    private async Task AuthenticateAsync(LoadIdentity identity, ReplyText offered, CancellationToken cancel)
    {
        Offers(offered, "AUTH");
        var response = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{identity.User}\0{identity.Password}"));
        connection.Stage = $"AUTH PLAIN as '{identity.User}'";
        await connection.SayAsync(Encoding.ASCII.GetBytes($"AUTH PLAIN {response}\r\n"), cancel);
        Require(await connection.HearReplyAsync(cancel));
    }

    private Task StartTlsAsync(CancellationToken cancel)
    {
        connection.Stage = "TLS";
        return connection.StartTlsAsync(cancel);
    }

    private async Task<ReplyText> AskAsync(string line, CancellationToken cancel)
    {
        connection.Stage = line;
        await connection.SayAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancel);
        var reply = await connection.HearReplyAsync(cancel);
        Require(reply);
        return reply;
    }

    // Later is not never: 4xx may pass the next time (RFC 5321 4.2.1).
    private void Require(ReplyText reply)
    {
        if (reply.Code / 100 == 2)
            return;
        var why = $"{connection.Stage}: {reply.Code} {reply.Lines[^1]}";
        connection.Dispose();
        throw reply.Code / 100 == 4 ? new LoadBrokenException(why) : new LoadRefusedException(why);
    }

    private void Offers(ReplyText reply, string keyword)
    {
        if (reply.Lines.Skip(1).Any(l => l.Split(' ')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase)))
            return;
        connection.Dispose();
        throw new LoadRefusedException($"the server does not offer {keyword}");
    }
}
