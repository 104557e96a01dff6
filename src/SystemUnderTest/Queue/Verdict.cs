using SmtpGate.Grammar;

namespace SmtpGate.Queue;

/// <summary>What becomes of a message that has been tried on all of its ways.</summary>
/// <param name="Failed">Their sender hears that they are given up.</param>
/// <param name="Delayed">Their sender hears that they wait.</param>
/// <param name="Next">Null where nobody is left.</param>
internal sealed record Verdict(
    IReadOnlyList<ReportedRecipient> Failed, IReadOnlyList<ReportedRecipient> Delayed, QueuedState? Next)
{
    /// <summary>RFC 3461 5.2.2: handed on to a host that tells nobody, though their sender wants to hear of it.</summary>
    public IReadOnlyList<ReportedRecipient> Relayed { get; init; } = [];

    /// <summary>RFC 3461 5.2.1: where they belong, and their sender wants to hear of it.</summary>
    public IReadOnlyList<ReportedRecipient> Delivered { get; init; } = [];

    public static Verdict On(QueuedMessage message, IReadOnlyList<Word> words, RetryPlan plan, DateTimeOffset now)
    {
        var wanted = words.Where(w => w is { IsDone: true, IsReportedThere: false }
            && message.Text.WishesOf(w.Recipient).Notify is { } notify && notify.HasFlag(Notify.Success)).ToList();
        return Tried(message, words, plan, now) with
        {
            Relayed = Reported(message.Text, wanted.Where(w => !w.IsLocal)),
            Delivered = Reported(message.Text, wanted.Where(w => w.IsLocal)),
        };
    }

    private static Verdict Tried(QueuedMessage message, IReadOnlyList<Word> words, RetryPlan plan, DateTimeOffset now)
    {
        var (text, state) = (message.Text, message.State);
        var left = words.Where(w => !w.IsFinal && !w.IsDone).OrderBy(w => w.Recipient).ToList();
        var over = left.Where(w => !state.Held && now >= text.Arrived + plan.ExpiryOf(w.IsLocal)).ToList();
        left = [.. left.Except(over)];
        // Those of whom nothing was said were not tried: it is held meanwhile.
        List<int> open =
            [.. state.Open.Except(words.Where(w => w.IsFinal || w.IsDone).Concat(over).Select(w => w.Recipient))];
        var late = left.Where(w => !IsTold(state, w.IsLocal) && text.Arrived + plan.NoticeOf(w.IsLocal) <= now).ToList();
        var failed = Reported(text, words.Where(w => w.IsFinal));
        return new Verdict(
            [.. failed, .. Reported(text, over).Select(r => r with { Why = r.Why.Expired })],
            [.. late.Select(w => Waiting(Reported(text, [w])[0], text.Arrived + plan.ExpiryOf(w.IsLocal)))],
            open.Count == 0 ? null : Later(message, open, left, now, plan) with
            {
                Told = state.Told || late.Exists(w => !w.IsLocal),
                ToldLocal = state.ToldLocal || late.Exists(w => w.IsLocal),
            });
    }

    private static ReportedRecipient Waiting(ReportedRecipient recipient, DateTimeOffset until) =>
        recipient with { Why = recipient.Why.Delayed, RetryUntil = until };

    private static bool IsTold(QueuedState state, bool local) => local ? state.ToldLocal : state.Told;

    private static QueuedState Later(
        QueuedMessage message, List<int> open, List<Word> left, DateTimeOffset now, RetryPlan plan) =>
        left.Count == 0
            // Whoever releases it meanwhile wants it tried at the time that was said then.
            ? message.State with { Open = open }
            : new QueuedState(
                open, message.State.Tries + 1, left.Select(w => w.IsLocal).Distinct().Min(l => Try(message, plan, now, l)),
                Last: $"{message.Text.To[left[0].Recipient]}: {Diagnosis.Of(left[0].Answer).Text}");

    // Neither the notice nor the end waits for the next try: one is made for them.
    private static DateTimeOffset Try(QueuedMessage message, RetryPlan plan, DateTimeOffset now, bool local)
    {
        var (arrived, state) = (message.Text.Arrived, message.State);
        var next = now + plan.After(state.Tries + 1);
        var notice = IsTold(state, local) ? null : arrived + plan.NoticeOf(local);
        return new[] { next, notice > now ? notice.Value : next, arrived + plan.ExpiryOf(local) }.Min();
    }

    private static IReadOnlyList<ReportedRecipient> Reported(QueuedEnvelope text, IEnumerable<Word> words) =>
        [.. words.Select(w => new ReportedRecipient(text.To[w.Recipient], Diagnosis.Of(w.Answer), w.Answer.IsOwn ? null : w.By)
        {
            Wishes = text.WishesOf(w.Recipient),
        })];
}
