using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>
/// Knows of a recipient what the internal server has said, or asks it. The time limit covers waiting for a connection,
/// opening it and the whole dialogue.
/// </summary>
public sealed class RecipientVerifier : IDisposable
{
    private static readonly Verdict NoServer = new Verdict.Unverified("no internal server is configured", IsOutage: false);
    private static readonly Verdict TooSlow = new Verdict.Unverified("the time limit is over");
    private static readonly Verdict LeftAlone = new Verdict.Unverified("the internal server is left alone for a while");

    private readonly string _sink;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly AcceptAllProbe _probe;
    private readonly SettingsWatch? _watch;
    private readonly Lock _adopting = new();
    private volatile ServerDesks _desks;

    /// <param name="source">Where the settings stand, if they may change while it runs.</param>
    public RecipientVerifier(
        string sink, VerifierSettings settings, TimeProvider clock, ILogger<RecipientVerifier> logger,
        IVerifierSource? source = null)
    {
        _watch = source is null ? null : new SettingsWatch(sink, source, Adopt, logger);
        (_sink, _clock, _logger) = (sink, clock, logger);
        Cache = new VerdictCache(clock);
        _probe = new AcceptAllProbe(clock, logger);
        _desks = Desks(settings);
    }

    public VerifierSettings Settings => _desks.Settings;

    public VerdictCache Cache { get; }

    /// <summary>Goes by these settings from now on, if they are others than it goes by.</summary>
    /// <param name="areOthers">They are not those of the last time.</param>
    public void Adopt(VerifierSettings settings, bool areOthers)
    {
        if (!areOthers && _watch is not { WasReadAnew: true })
            return;
        _watch?.WasReadAnew = false;
        Adopt(settings);
    }

    /// <summary>Goes by these settings from now on, on new connections. What is under way ends as it would have.</summary>
    public void Adopt(VerifierSettings settings)
    {
        ServerDesks before, now;
        lock (_adopting)
        {
            (before, now) = (_desks, _desks = Desks(settings));
            // Another server may know others.
            if (!Equals(before.Settings.Server, settings.Server) || !before.Settings.Servers.SequenceEqual(settings.Servers))
                Cache.Clear();
        }
        foreach (var question in before.TakeWaiting())
        {
            if (now.For(question.Recipient.Domain) is { } desk)
                desk.Pool.Ask(question);
            else
                question.Settle(NoServer);
        }
        before.Dispose();
    }

    /// <summary>The verdict, within the time limit whatever the internal server does.</summary>
    public ValueTask<Verdict> VerifyAsync(Mailbox recipient, CancellationToken cancel)
    {
        var desks = _desks;
        // Who is known need not wait until it is clear who would be asked.
        if (desks.Settings.Caches && Cache.Find(recipient) is { } known)
            return new(known);
        if (desks.For(recipient.Domain) is not { } desk)
            return new(NoServer);
        return new(desks.Settings.Caches
            ? ShareAsync(desks, desk, recipient, cancel)
            : AskAsync(desks.Settings, desk, recipient, cancel));
    }

    /// <summary>Keeps no connection from now on; what is under way ends as it would have.</summary>
    public void Dispose() => _desks.Dispose();

    /// <summary>For each recipient, before it is verified: the settings may be others by now.</summary>
    public void Glance() => _watch?.Glance(Settings);

    // Those who ask about one recipient at the same time get one answer; that the first of them leaves is no matter.
    private async Task<Verdict> ShareAsync(
        ServerDesks desks, ServerDesk desk, Mailbox recipient, CancellationToken cancel)
    {
        var mine = new TaskCompletionSource<Verdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = desks.Flights.GetOrAdd(recipient, mine.Task);
        if (flight == mine.Task)
            _ = FlyAsync(desks, desk, recipient, mine);
        return await WaitAsync(flight, desks.Settings, cancel) ?? TooSlow;
    }

    private async Task FlyAsync(
        ServerDesks desks, ServerDesk desk, Mailbox recipient, TaskCompletionSource<Verdict> flight)
    {
        var verdict = TooSlow;
        try
        {
            verdict = await AskAsync(desks.Settings, desk, recipient, CancellationToken.None);
            lock (_adopting)
            {
                // What a server said that is no longer asked is not believed for longer.
                if (desks == _desks)
                    Cache.Add(recipient, verdict, desks.Settings);
            }
        }
        finally
        {
            desks.Flights.TryRemove(new(recipient, flight.Task));
            flight.SetResult(verdict);
        }
    }

    private async Task<Verdict> AskAsync(
        VerifierSettings settings, ServerDesk desk, Mailbox recipient, CancellationToken cancel)
    {
        if (!desk.Breaker.MayAsk(out var isProbe))
            return LeftAlone;
        var question = new Question(recipient);
        desk.Pool.Ask(question);
        try
        {
            var verdict = await WaitAsync(question.Verdict, settings, cancel);
            if (verdict is null)
            {
                question.Settle(TooSlow);
                desk.Pool.GiveUp(question, isTooLate: true);
            }
            Account(desk, verdict ?? TooSlow);
            if (verdict is Verdict.Known && settings.ProbeTime is { } time)
                _probe.Consider(recipient.Domain, time, desk.Pool, settings.TimeLimit);
            return verdict ?? TooSlow;
        }
        catch (OperationCanceledException)
        {
            question.Settle(TooSlow);
            desk.Pool.GiveUp(question, isTooLate: false);
            if (isProbe)
                desk.Breaker.Forget();
            throw;
        }
    }

    private void Account(ServerDesk desk, Verdict verdict)
    {
        if (verdict is not Verdict.Unverified { IsOutage: true })
            desk.Breaker.Succeed();
        else if (desk.Breaker.Fail())
            Log.LeftAlone(_logger, desk.Server, _desks.Settings.BreakerTime.TotalSeconds);
    }

    /// <summary>Null where the time limit is over.</summary>
    private async ValueTask<Verdict?> WaitAsync(Task<Verdict> verdict, VerifierSettings settings, CancellationToken cancel)
    {
        try
        {
            return await verdict.WaitAsync(settings.TimeLimit, _clock, cancel);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private ServerDesks Desks(VerifierSettings settings)
    {
        if (settings.Server is null && settings.Servers.Count == 0)
            Log.NoServer(_logger, _sink);
        return new ServerDesks(settings, server => new ServerDesk(
            server,
            new VerificationPool(settings, server, _clock, _logger, () => _watch?.ReadIfStale()),
            new Breaker(settings.BreakerFailures, settings.BreakerTime, _clock)));
    }
}
