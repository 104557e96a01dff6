using System.Net;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>Sessions with the hosts of a route, the best that can be had.</summary>
/// <param name="now">What the queue goes by, which may change.</param>
internal sealed class HostSessions(Route route, Func<QueueTerms> now, TimeProvider clock)
{
    // An hour with the limits of the standard: enough for all hosts that a domain has, of which the last may be the one that
    // greets.
    private const int SilentHosts = 12;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Hosts that were passed over: the best first.
    private readonly HashSet<string> _passed = [];

    /// <summary>The one that the session is with; null where there was none.</summary>
    public string? Host { get; private set; }

    /// <summary>There is one that is not as good, and may take what this one does not.</summary>
    public bool HasNext { get; private set; }

    /// <summary>The next session is with the next best host (RFC 5321 5.1: each is tried until a delivery succeeds).</summary>
    public void Pass() => _passed.Add(Host!);

    /// <summary>The next session is with the best host again.</summary>
    /// <returns>True where the one there is may be with another.</returns>
    public bool BeginAnew()
    {
        var isPassed = _passed.Count > 0;
        _passed.Clear();
        return isPassed;
    }

    /// <summary>A session, or what stands in the way of one.</summary>
    public async ValueTask<(OutgoingSession? Session, Obstacle? Obstacle)> OpenAsync(CancellationToken cut)
    {
        var began = clock.GetTimestamp();
        if (await FindAsync(cut) is not { } way)
            return (null, new Obstacle(cut.IsCancellationRequested ? Trouble.Late : Trouble.Unresolved, null, IsFinal: false));
        if (way.Refusal is { } refusal)
            return (null, new Obstacle(new Answer(refusal, Trouble.None) { IsOwn = true }, null, IsFinal: true));
        var obstacle = new Obstacle(way.Trouble, null, IsFinal: false);
        var hosts = way.Hosts.Where(h => !_passed.Contains(h.Name)).ToList();
        // Meanwhile the domain may name others: then each was tried.
        var isOver = hosts.Count == 0;
        hosts = isOver ? [.. way.Hosts] : hosts;
        foreach (var host in hosts)
        {
            var (session, answer) = await OpenAsync(host, cut);
            (Host, HasNext) = (host.Name, !isOver && hosts[^1].Name != host.Name);
            if (session is not null)
                return (session, null);
            obstacle = new Obstacle(answer, host.Name, IsFinal: false);
            if (route.IsDomain && clock.GetElapsedTime(began) >= LongestSearch)
                break;
        }
        return (null, obstacle);
    }

    // RFC 5321 5.1 allows a limit, and asks for two. Strangers may name hundreds that take connections and never greet.
    private TimeSpan LongestSearch => SilentHosts * now().Options.Limits.Greeting is var time && time < Day ? time : Day;

    // Null where it was broken off, or took too long.
    private async ValueTask<WayFound?> FindAsync(CancellationToken cut)
    {
        using var limit = new CancellationTokenSource(route.IsDomain ? LongestSearch : Timeout.InfiniteTimeSpan, clock);
        await using var broken = cut.Register(limit.Cancel);
        try
        {
            return await WayFound.FindAsync(route, () => now().Names.Hosts(route.Port, clock), limit.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The same for a client that waits.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async ValueTask<(OutgoingSession? Session, Answer Obstacle)> OpenNowAsync(CancellationToken cancel)
    {
        var (session, obstacle) = await OpenAsync(cancel);
        if (session is null)
            cancel.ThrowIfCancellationRequested();
        return (session, obstacle?.Answer ?? default);
    }

    private async ValueTask<(OutgoingSession? Session, Answer Obstacle)> OpenAsync(NextHost host, CancellationToken cut)
    {
        var tls = route.Tls;
        // Who demands TLS of whatever host a domain names wants it to be that host.
        var own = tls.Use is TlsUse.Required or TlsUse.AtOnce && tls.Name is null
            ? tls with { Name = host.Name, IsNameFound = true }
            : tls;
        var (session, obstacle) = await OpenAsync(host.EndPoint, own, cut);
        // RFC 3207 4.1 leaves it to the client; mail that would have gone in clear goes in clear, but no password.
        return obstacle.Trouble == Trouble.Insecure && tls.Use == TlsUse.Opportunistic && route.Account is null
            ? await OpenAsync(host.EndPoint, OutgoingTls.None, cut)
            : (session, obstacle);
    }

    private async ValueTask<(OutgoingSession? Session, Answer Obstacle)> OpenAsync(
        IPEndPoint address, OutgoingTls tls, CancellationToken cut)
    {
        var options = now().Options;
        using var watch = new CancellationTokenSource(options.Limits.Connect, clock);
        await using var broken = cut.Register(watch.Cancel);
        try
        {
            var opened = await OutgoingSession.OpenAsync(
                address,
                new Introduction(options.Name, Tls: tls)
                {
                    Account = route.Account,
                    Connected = () => watch.CancelAfter(options.Limits.Greeting),
                },
                watch.Token);
            return opened.Session is null && cut.IsCancellationRequested ? (null, Trouble.Late) : opened;
        }
        catch (OperationCanceledException)
        {
            return (null, Trouble.Late);
        }
    }
}
