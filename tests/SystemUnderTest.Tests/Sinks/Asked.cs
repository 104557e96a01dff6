using System.Net;
using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

/// <summary>Contexts as sessions make them.</summary>
internal static class Asked
{
    public static SinkContext About(string name, Command? command = null, string client = "192.0.2.9") =>
        new(name, command, Session(client));

    public static SinkSession Session(string client = "192.0.2.9") =>
        new(IPAddress.Parse(client), "client.example", null, [], null, new PropertyBag());

    public static BindingTerms Terms(int priority, params string[] events) =>
        new(Guid.NewGuid(), events.Length == 0 ? ["RCPT"] : events, priority, true, null, "");

    public static SinkContext AboutRecipient(string local, string domain, string client = "192.0.2.9") =>
        About("RCPT", new Command.Rcpt(new Mailbox(local, domain)), client);
}

/// <summary>A sink that keeps a note of each event and passes it on, or not.</summary>
internal sealed class NotingSink(string name, List<string> notes, Passing passing = Passing.On) : ISink
{
    public Reply? Reply { get; init; }

    public ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel)
    {
        notes.Add($"{name} {context.Event}");
        context.Reply = Reply ?? context.Reply;
        return ValueTask.FromResult(passing);
    }
}
