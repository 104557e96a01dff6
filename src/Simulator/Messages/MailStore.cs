using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Messages;

/// <summary>A message as a fake server received it: envelope lines as said, content with the stuffing taken out.</summary>
public sealed record Mail(string From, ValueList<string> Recipients, Octets Content, TimeSpan At)
{
    /// <summary>Which it was of its store's, counted from 1.</summary>
    public long Number { get; init; }
}

/// <summary>Who a message is from and for, as said behind MAIL and RCPT.</summary>
public sealed record Envelope(string From, ValueList<string> Recipients);

/// <summary>
/// The messages that the fake servers of a case received; safe to use while they receive. The oldest are forgotten, but
/// still counted, once there are more than <see cref="Keeps"/> octets of them, or a quarter of that in more than a thousand.
/// </summary>
public sealed class MailStore(TimeProvider clock)
{
    /// <summary>More than any test sends.</summary>
    public const long Keeps = 64 << 20;

    // Under load the last messages must fit the processor's cache, or they cost a third of the messages a second.
    private const long KeepsOfMany = Keeps / 4;
    private const int Many = 1000;

    // What a message takes besides its content, roughly: empty ones count, too.
    private const int EnvelopeSize = 512;

    private readonly Lock _lock = new();
    private readonly Queue<Kept> _kept = [];
    private readonly Signal _changed = new();
    private long _size;
    private long _given;

    /// <summary>How many arrived since the store was last emptied, those that are forgotten included.</summary>
    public long Received { get; private set; }

    public IReadOnlyList<Mail> All => With(null);

    /// <param name="content">Belongs to the store from now on.</param>
    public void Add(Envelope envelope, OctetBuffer content, TimeSpan at)
    {
        lock (_lock)
        {
            _kept.Enqueue(new Kept(++_given, envelope, content, at));
            _size += content.Length + EnvelopeSize;
            Received++;
            while ((_size > KeepsOfMany && _kept.Count > Many) || (_size > Keeps && _kept.Count > 1))
                Forget(_kept.Dequeue());
        }
        _changed.Raise();
    }

    /// <summary>Forgets all messages, and that there were any; their numbers are not given again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            while (_kept.TryDequeue(out var kept))
                Forget(kept);
            Received = 0;
        }
        _changed.Raise();
    }

    /// <summary>The numbers of the messages that are kept and came behind one.</summary>
    public IReadOnlyList<long> NumbersSince(long number)
    {
        lock (_lock)
            return [.. _kept.Select(k => k.Number).Where(n => n > number)];
    }

    /// <summary>Null where there is no such message any more.</summary>
    public Mail? Numbered(long number)
    {
        lock (_lock)
            return _kept.FirstOrDefault(k => k.Number == number)?.Mail;
    }

    /// <summary>The messages that carry the mark, or all.</summary>
    public IReadOnlyList<Mail> With(string? id)
    {
        lock (_lock)
            return [.. Carrying(id).Select(k => k.Mail)];
    }

    /// <summary>How many there are once enough have come or the time is over; that none comes is known only then.</summary>
    public async Task<int> CountAsync(MailCount wanted, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(wanted.Within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        while (true)
        {
            var changed = _changed.Next;
            var count = Count(wanted.Id);
            if (count >= Math.Max(1, wanted.Count) || limit.IsCancellationRequested)
                return count;
            await changed.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private int Count(string? id)
    {
        lock (_lock)
            return id is null ? (int)Received : Carrying(id).Count();
    }

    private IEnumerable<Kept> Carrying(string? id)
    {
        var mark = OctetText.Octets(id ?? "");
        return _kept.Where(k => id is null || k.Carries(id, mark));
    }

    private void Forget(Kept oldest)
    {
        _size -= oldest.Content.Length + EnvelopeSize;
        oldest.Content.Take(oldest.Content.Length);
        oldest.Content.Release();
    }

    private sealed record Kept(long Number, Envelope Envelope, OctetBuffer Content, TimeSpan At)
    {
        public Mail Mail => new(Envelope.From, Envelope.Recipients, new Octets(Content.Span), At) { Number = Number };

        public bool Carries(string id, byte[] mark) =>
            Envelope.From.Contains(id, StringComparison.Ordinal)
            || Envelope.Recipients.Any(r => r.Contains(id, StringComparison.Ordinal))
            || Content.Span.IndexOf(mark) >= 0;
    }
}
