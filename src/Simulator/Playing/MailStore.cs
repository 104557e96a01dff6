using System.Globalization;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>A message as a fake server received it: envelope lines as said, content with the stuffing taken out.</summary>
public sealed record Mail(string From, ValueList<string> Recipients, Octets Content, TimeSpan At);

/// <summary>How many messages are to have arrived: <c>@mail count 1 within 5s id abc</c>.</summary>
/// <param name="Id">Text that marks the messages meant: in the envelope or the content.</param>
public sealed record MailCount(int Count, TimeSpan Within, string? Id)
{
    public static MailCount Parse(Directive directive, Variables variables)
    {
        var words = directive.Arguments;
        var count = int.Parse(words[1], CultureInfo.InvariantCulture);
        string? After(string word) => words.SkipWhile(w => w != word).ElementAtOrDefault(1);
        var within = After("within") is { } time ? Durations.Parse(time) : TimeSpan.Zero;
        return new MailCount(count, within, After("id") is { } id ? variables.Fill(id) : variables["run"]);
    }
}

/// <summary>All messages that the fake servers of a case received; safe to use while they receive.</summary>
public sealed class MailStore(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<Mail> _mails = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Mail> All
    {
        get
        {
            lock (_lock)
                return [.. _mails];
        }
    }

    public void Add(Mail mail)
    {
        lock (_lock)
        {
            _mails.Add(mail);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The messages that carry the mark, or all.</summary>
    public IReadOnlyList<Mail> With(string? id) => [.. All.Where(m => id is null || Carries(m, id))];

    /// <summary>How many there are once enough have come or the time is over; that none comes is known only then.</summary>
    public async Task<int> CountAsync(MailCount wanted, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(wanted.Within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            var count = With(wanted.Id).Count;
            if (count >= Math.Max(1, wanted.Count) || limit.IsCancellationRequested)
                return count;
            await changed.WaitAsync(both.Token).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            cancel.ThrowIfCancellationRequested();
        }
    }

    private static bool Carries(Mail mail, string id) =>
        mail.From.Contains(id, StringComparison.Ordinal)
        || mail.Recipients.Any(r => r.Contains(id, StringComparison.Ordinal))
        || mail.Content.Text.Contains(id, StringComparison.Ordinal);
}
