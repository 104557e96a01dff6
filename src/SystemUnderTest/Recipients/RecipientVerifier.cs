using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>
/// Asks the internal server whether it knows a recipient. One question at a time over one kept connection; the time limit
/// covers waiting for it, connecting and the whole dialogue.
/// </summary>
public sealed class RecipientVerifier : IDisposable
{
    private readonly VerifierSettings _settings;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _free = new(1, 1);
    private readonly VerificationLine _line;
    private readonly ITimer _idle;
    private volatile bool _retired;

    public RecipientVerifier(string sink, VerifierSettings settings, TimeProvider clock, ILogger<RecipientVerifier> logger)
    {
        if (settings.Server is null)
            Log.NoServer(logger, sink);
        (_settings, _clock) = (settings, clock);
        _line = new VerificationLine(settings, clock, logger);
        _idle = clock.CreateTimer(
            _ => CloseIfIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The verdict, within the time limit whatever the internal server does.</summary>
    public async ValueTask<Verdict> VerifyAsync(Mailbox recipient, CancellationToken cancel)
    {
        if (_settings.Server is null)
            return new Verdict.Unverified("no internal server is configured");
        using var limit = new CancellationTokenSource(_settings.TimeLimit, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _free.WaitAsync(both.Token);
            return await AskAsync(recipient, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new Verdict.Unverified("the time limit is over");
        }
    }

    /// <summary>Keeps no connection from now on; what is under way ends as it would have.</summary>
    public void Dispose()
    {
        _retired = true;
        _idle.Dispose();
        CloseIfIdle();
    }

    private async Task<Verdict> AskAsync(Mailbox recipient, CancellationToken cancel)
    {
        var handedOver = false;
        try
        {
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var verdict = await _line.AskAsync(recipient, cancel);
            handedOver = true;
            // The client need not wait while the transaction is cleared away.
            _ = CleanAndFreeAsync();
            return verdict;
        }
        finally
        {
            if (!handedOver)
            {
                _line.Drop();
                _free.Release();
            }
        }
    }

    private async Task CleanAndFreeAsync()
    {
        using var limit = new CancellationTokenSource(_settings.TimeLimit, _clock);
        try
        {
            await _line.CleanAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _line.Drop();
        }
        _idle.Change(_line.IdleAllowance, Timeout.InfiniteTimeSpan);
        _free.Release();
        if (_retired)
            CloseIfIdle();
    }

    private void CloseIfIdle()
    {
        if (!_free.Wait(0))
            return;
        _line.Close(_retired ? "it is no longer needed" : "it was idle");
        _free.Release();
    }
}
