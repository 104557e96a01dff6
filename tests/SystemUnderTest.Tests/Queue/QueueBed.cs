using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Queue;
using SmtpGate.Spool;

namespace SmtpGate.Tests.Queue;

/// <summary>A queue with one host that everything goes to, and what such a host is told.</summary>
public abstract class QueueBed : IAsyncLifetime, IAsyncDisposable
{
    protected static readonly string[] Opening = ["S: 220 x", "C: EHLO gate.example", "S: 250-x", "S: 250 PIPELINING"];
    protected static readonly string[] Mail = ["C: MAIL FROM:<a@b.example>"];
    protected static readonly string[] Joe = ["C: RCPT TO:<joe@d.example>"];
    protected static readonly string[] Goodbye = ["C: QUIT", "S: 221 bye"];
    protected static readonly string[] Content = ["C: Subject: x", "C: ", "C: hello", "C: ."];

    private protected readonly TestFolder Folder = new();
    private protected readonly ManualTime Clock = new();
    private protected readonly ListLogger Logger = new();
    private protected MailQueue? Queue;

    public Task InitializeAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    /// <param name="other">Another host, for a domain of its own.</param>
    /// <param name="isDirect">Domains name their hosts; the one there is is a name server.</param>
    protected void Open(
        IPEndPoint host, Func<QueueOptions, QueueOptions>? change = null, string? drop = null,
        (string Domain, IPEndPoint Host)? other = null, bool isDirect = false)
    {
        var options = new QueueOptions(
            "gate.example", RetryPlan.Documented, TimeLimits.Standard, 20, 100, 1000, 20, TimeSpan.FromSeconds(5), null);
        var route = To(host);
        var names = new NameService(isDirect ? [host] : [], "gate.example", [25]);
        var domains = other is { } o ? new[] { (DomainPattern.Parse(o.Domain)!, To(o.Host)) } : [];
        var routes = new RouteTable(domains, isDirect ? null : route, (25, OutgoingTls.None))
        {
            Own = drop is null ? null : ("local.example", Route.Into(drop)),
        };
        Queue = new MailQueue(
            Spool(),
            new QueueTerms("inbound", change?.Invoke(options) ?? options, routes, SpoolTerms.Usual, names),
            Clock,
            Logger,
            new Berths(1000));
        Queue.Start();
        Assert.True(Queue.Loading.Wait(TestLimits.Wait));
    }

    private static Route To(IPEndPoint host) => new(host.Address.ToString(), host.Port, OutgoingTls.None);

    protected Task<Reply> TakeAsync(string id, params string[] recipients) =>
        TakeAsync(id, new ReversePath(new Mailbox("a", "b.example")), recipients);

    protected async Task<Reply> TakeAsync(string id, ReversePath from, params string[] recipients)
    {
        await using var arrival = Queue!.Begin(
            new Arriving(id, from, MailParameters.None, [.. recipients.Select(To)]));
        await arrival.WriteAsync("Subject: x\r\n\r\nhello\r\n"u8.ToArray(), CancellationToken.None);
        return await arrival.AcceptAsync(CancellationToken.None);
    }

    // Of the host's domain, where none is named.
    private static Mailbox To(string recipient) =>
        recipient.Split('@') is [var local, var domain] ? new Mailbox(local, domain) : new Mailbox(recipient, "d.example");

    // Everything that was to be tried has been.
    protected Task RestAsync() =>
        Eventually.TrueAsync(() => Queue!.Waiting >= Queue.Count, "some messages are still under way");

    protected async Task StopAsync()
    {
        if (Queue is null)
            return;
        await Queue.StopAsync(CancellationToken.None).WaitAsync(TestLimits.Wait);
        await Queue.DisposeAsync();
        Queue = null;
    }

    protected int Left()
    {
        using var spool = Spool();
        return spool.Found.Count;
    }

    protected MessageSpool Spool() => MessageSpool.Open(
        Folder["spool"], SpoolTerms.Usual with { LeastFree = 0 }, TimeProvider.System, NullLogger.Instance);

    protected static string Text(SpooledMessage message)
    {
        using var reader = new StreamReader(message.Read(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
