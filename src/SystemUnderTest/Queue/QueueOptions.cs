using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>When mail that could not be delivered is tried again, and when no more (RL-13).</summary>
/// <param name="Intervals">Behind the first try, the second and so on; the last one behind every further try.</param>
/// <param name="DelayNotice">Its sender hears that a message waits; null: never.</param>
/// <param name="Expiry">Its sender hears that it is given up.</param>
public sealed record RetryPlan(IReadOnlyList<TimeSpan> Intervals, TimeSpan? DelayNotice, TimeSpan Expiry)
{
    /// <summary>What the SMTP service of the documents does, local and remote alike.</summary>
    public static readonly RetryPlan Documented = new(
        [TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(240)],
        TimeSpan.FromHours(12),
        TimeSpan.FromDays(2));

    /// <summary>The same of what waits to be put into a drop directory; null: never.</summary>
    public TimeSpan? LocalDelayNotice { get; init; } = DelayNotice;

    /// <summary>The same of what waits to be put into a drop directory.</summary>
    public TimeSpan LocalExpiry { get; init; } = Expiry;

    public TimeSpan? NoticeOf(bool local) => local ? LocalDelayNotice : DelayNotice;

    public TimeSpan ExpiryOf(bool local) => local ? LocalExpiry : Expiry;

    /// <param name="tries">How often it was tried.</param>
    public TimeSpan After(int tries) => Intervals[Math.Min(tries, Intervals.Count) - 1];
}

/// <summary>How messages are brought away.</summary>
/// <param name="Name">How the gateway introduces itself, and what its reports name as the reporting host.</param>
/// <param name="MessagesPerConnection">Then another is opened (RL-08).</param>
/// <param name="RecipientsPerMessage">The rest come in a further transaction (RL-09).</param>
/// <param name="Connections">To all hosts at the same time.</param>
/// <param name="ConnectionsPerHost">To one of them.</param>
/// <param name="IdleTime">A connection without a message stays open so long.</param>
/// <param name="ReportCopies">Also gets each report of what could not be delivered; null: nobody does.</param>
public sealed record QueueOptions(
    string Name,
    RetryPlan Retries,
    TimeLimits Limits,
    int MessagesPerConnection,
    int RecipientsPerMessage,
    int Connections,
    int ConnectionsPerHost,
    TimeSpan IdleTime,
    Grammar.Mailbox? ReportCopies)
{
    /// <summary>Where what cannot be given back goes; null: below the spool.</summary>
    public string? Badmail { get; init; }

    /// <summary>With more of it the oldest is deleted; null: no limit.</summary>
    public long? BadmailOctets { get; init; }

    /// <summary>No more than this is held by hand; null: no limit.</summary>
    public long? HeldOctets { get; init; }
}
