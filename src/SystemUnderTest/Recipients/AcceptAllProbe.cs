using System.Collections.Concurrent;
using System.Security.Cryptography;
using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>
/// Asks now and then about somebody who cannot be there: a server that knows them knows everybody, and verification says
/// nothing.
/// </summary>
internal sealed class AcceptAllProbe(TimeProvider clock, ILogger logger)
{
    // More domains than one gateway stands before.
    private const int MostDomains = 10_000;

    private readonly ConcurrentDictionary<string, long> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Somebody who is not there: nobody's address is random.</summary>
    public static Mailbox Nobody(string domain) =>
        new($"nobody-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}", domain);

    public void Consider(string domain, TimeSpan every, VerificationPool pool, TimeSpan limit)
    {
        var now = clock.GetTimestamp();
        if (_asked.TryGetValue(domain, out var last) ? clock.GetElapsedTime(last, now) < every : _asked.Count >= MostDomains)
            return;
        // Who comes at the same time finds it asked already.
        if (last == 0 ? _asked.TryAdd(domain, now) : _asked.TryUpdate(domain, now, last))
            _ = AskAsync(domain, pool, limit);
    }

    private async Task AskAsync(string domain, VerificationPool pool, TimeSpan limit)
    {
        var question = new Question(Nobody(domain));
        pool.Ask(question);
        try
        {
            if (await question.Verdict.WaitAsync(limit, clock) is Verdict.Known)
                Log.AcceptsAll(logger, domain);
        }
        catch (TimeoutException)
        {
            question.Settle(new Verdict.Unverified("the time limit is over"));
            pool.GiveUp(question, isTooLate: true);
        }
    }
}
