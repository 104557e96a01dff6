using System.Collections.Concurrent;
using System.Globalization;
using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>
/// What the internal server has said, for as long as it is believed: that it knows a recipient, or that it does not. Nothing
/// else is kept: not what was answered for now, nor what was not answered.
/// </summary>
public sealed class VerdictCache(TimeProvider clock)
{
    private static readonly Verdict Known = new Verdict.Known();
    private static readonly Verdict Unknown = new Verdict.Unknown();

    private readonly ConcurrentDictionary<Mailbox, Entry> _entries = new(MailboxEquality.Instance);
    private readonly Lock _room = new();

    public int Count => _entries.Count;

    /// <summary>Null where nothing is known, or no longer.</summary>
    public Verdict? Find(Mailbox recipient)
    {
        if (!_entries.TryGetValue(recipient, out var entry))
            return null;
        if (entry.Until > clock.GetUtcNow())
            return entry.IsKnown ? Known : Unknown;
        _entries.TryRemove(new(recipient, entry));
        return null;
    }

    public void Add(Mailbox recipient, Verdict verdict, VerifierSettings settings)
    {
        var time = verdict switch
        {
            Verdict.Known => settings.PositiveTime,
            Verdict.Unknown { Answer: { } answer } when IsAboutRecipient(answer) => settings.NegativeTime,
            _ => TimeSpan.Zero,
        };
        if (time == TimeSpan.Zero)
            return;
        if (_entries.Count >= settings.CacheEntries)
            MakeRoom(settings.CacheEntries);
        _entries[recipient] = new Entry(verdict is Verdict.Known, clock.GetUtcNow() + time);
    }

    public void Clear() => _entries.Clear();

    /// <summary>One entry a line: what is known, until when, of whom.</summary>
    public IEnumerable<string> Lines() => _entries.Select(e => string.Create(
        CultureInfo.InvariantCulture, $"{(e.Value.IsKnown ? '+' : '-')} {e.Value.Until.ToUnixTimeSeconds()} {e.Key}"));

    /// <summary>What is still good of such lines; others are left out.</summary>
    public void Read(IEnumerable<string> lines, int most)
    {
        foreach (var line in lines.Take(most))
        {
            var parts = line.Split(' ', 3);
            var at = parts[^1].LastIndexOf('@');
            if (parts.Length == 3 && parts[0] is "+" or "-" && at > 0
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, DateTimeOffset.MaxValue.ToUnixTimeSeconds())) is var until
                && until > clock.GetUtcNow())
                _entries[new Mailbox(parts[2][..at], parts[2][(at + 1)..])] = new Entry(parts[0] == "+", until);
        }
    }

    // RFC 3463 3.8, 3.4, 3.5: what is said of policy, of the system or of the network is said of who asks, and of today.
    private static bool IsAboutRecipient(Reply answer) =>
        answer.Lines[0] is not ['5', '.', '3' or '4' or '7', '.', ..];

    private void MakeRoom(int most)
    {
        lock (_room)
        {
            // One look at all of them: while they are sorted others come and go.
            var all = _entries.ToArray();
            foreach (var next in all.OrderBy(e => e.Value.Until).Take(all.Length - (most * 9 / 10)))
                _entries.TryRemove(next);
        }
    }

    private sealed record Entry(bool IsKnown, DateTimeOffset Until);

    // RFC 5321 2.4: local parts are told apart by case, domains are not.
    private sealed class MailboxEquality : IEqualityComparer<Mailbox>
    {
        public static readonly MailboxEquality Instance = new();

        public bool Equals(Mailbox? x, Mailbox? y) =>
            x!.LocalPart == y!.LocalPart && x.Domain.Equals(y.Domain, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode(Mailbox obj) =>
            HashCode.Combine(obj.LocalPart, StringComparer.OrdinalIgnoreCase.GetHashCode(obj.Domain));
    }
}
