using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Relaying;

/// <summary>
/// The sink on RCPT that says who may send where: to open domains everybody, elsewhere those whom the session's properties
/// name as authenticated, where they may.
/// </summary>
/// <param name="speaks">Says in its own words what it lets pass, too, as the sink of the article does.</param>
public sealed class RelaySink(RelayOptions options, bool speaks) : ISink
{
    private static readonly Reply NoAddress = new(501, "5.5.4", "Invalid Address");

    public ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel) => new(context.Command switch
    {
        // What the gateway refuses anyway it refuses in its own words.
        Command.Rcpt when context.NativeReply is { IsPositive: false } => Passing.On,
        Command.Rcpt rcpt => Judge(context, rcpt.To),
        Command.Unreadable { Keyword: "RCPT" } when speaks => Refuse(context, NoAddress),
        _ => Passing.On,
    });

    private Passing Judge(SinkContext context, Mailbox to)
    {
        if (options.IsOpen(to.Domain))
            return Accept(context, $"{to}");
        return options.MayRelay(context.Session.Properties.Find<bool>(SessionProperty.Authenticated))
            ? Accept(context, $"relaying to {to}")
            : Refuse(context, new Reply(550, "5.7.1", $"Unable to relay for {to}"));
    }

    private Passing Accept(SinkContext context, string text)
    {
        if (speaks)
            context.Reply = new Reply(250, "2.1.5", text);
        return Passing.On;
    }

    private static Passing Refuse(SinkContext context, Reply reply)
    {
        context.Reply = reply;
        context.Status |= SinkStatus.CompleteFailure;
        context.IsProtocolError = true;
        return Passing.Consumed;
    }
}
