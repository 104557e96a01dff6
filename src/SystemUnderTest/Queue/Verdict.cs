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

    public static Verdict On(QueuedMessage message, IReadOnlyList<Word> words, RetryPlan plan, DateTimeOffset now)
    {
        var relayed = words.Where(w => w is { IsDone: true, IsReportedThere: false }
            && message.Text.WishesOf(w.Recipient).Notify is { } wanted && wanted.HasFlag(Notify.Success));
        return Tried(message, words, plan, now) with
        {
            Relayed = [.. relayed.Select(w => Reported(message.Text, w, Diagnosis.Of(w.Answer)))],
        };
    }

    private static Verdict Tried(QueuedMessage message, IReadOnlyList<Word> words, RetryPlan plan, DateTimeOffset now)
    {
        var text = message.Text;
        var failed = words.Where(w => w.IsFinal).Select(w => Reported(text, w, Diagnosis.Of(w.Answer)));
        var left = words.Where(w => !w.IsFinal && !w.IsDone).OrderBy(w => w.Recipient).ToList();
        // Those of whom nothing was said were not tried: it is held meanwhile.
        List<int> open = [.. message.State.Open.Except(words.Where(w => w.IsFinal || w.IsDone).Select(w => w.Recipient))];
        if (now >= text.Arrived + plan.Expiry && open.Count == left.Count)
            return new Verdict([.. failed, .. left.Select(w => Reported(text, w, Diagnosis.Of(w.Answer).Expired))], [], null);
        var isLate = !message.State.Told && text.Arrived + plan.DelayNotice <= now;
        return new Verdict(
            [.. failed],
            isLate ? [.. left.Select(w => Reported(text, w, Diagnosis.Of(w.Answer)))] : [],
            open.Count == 0 ? null : Later(message, open, left, Try(message, plan, now, isLate)) with
            {
                Told = message.State.Told || isLate,
            });
    }

    // Neither the notice nor the end waits for the next try: one is made for them.
    private static DateTimeOffset Try(QueuedMessage message, RetryPlan plan, DateTimeOffset now, bool isTold)
    {
        var (arrived, state) = (message.Text.Arrived, message.State);
        var next = now + plan.After(state.Tries + 1);
        var notice = state.Told || isTold ? null : arrived + plan.DelayNotice;
        return new[] { next, notice ?? next, arrived + plan.Expiry }.Min();
    }

    private static QueuedState Later(QueuedMessage message, List<int> open, List<Word> left, DateTimeOffset next) =>
        left.Count == 0
            // Whoever releases it meanwhile wants it tried at the time that was said then.
            ? message.State with { Open = open }
            : new QueuedState(
                open, message.State.Tries + 1, next,
                Last: $"{message.Text.To[left[0].Recipient]}: {Diagnosis.Of(left[0].Answer).Text}");

    private static ReportedRecipient Reported(QueuedEnvelope text, Word word, Diagnosis why) =>
        new(text.To[word.Recipient], why, word.By) { Wishes = text.WishesOf(word.Recipient) };
}
