using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>
/// Keeps messages, but passes those on while their clients wait whose recipients all go to one host that is to have them so.
/// </summary>
public sealed class DeliveryByDomain(
    MailQueue queue, QueueTerms terms, CutThroughOptions options, TimeProvider clock, ILogger<CutThrough> logger) : IAcceptance
{
    public bool SendsReports => queue.SendsReports;

    public bool CanRequireTls(Mailbox? recipient) => terms.Routes.CanRequireTls(recipient?.Domain);

    public Reply? Refusal => queue.Refusal;

    public IArrival Begin(Arriving message) => PassedOn(message) is { } route
        ? new CutThrough(new HostSessions(route, () => terms, clock).OpenNowAsync, options, clock, logger).Begin(message)
        : queue.Begin(message);

    // One reply speaks for all of them (decision 0005), and who wants reports wants what only a queue can say.
    private Route? PassedOn(Arriving message)
    {
        var route = terms.Routes.Of(message.Recipients[0].Domain);
        return route.Mode == DeliveryMode.CutThrough && message.Wishes.Count == 0 && !message.With.IsAboutReports
            && message.Recipients.All(r => terms.Routes.Of(r.Domain) == route) ? route : null;
    }
}
