using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>One message in a session with the next host, with an outcome for each recipient.</summary>
/// <param name="watch">Cancelled when the host takes too long: set anew for each step.</param>
public sealed class Transaction(
    OutgoingSession session, OutgoingMessage message, TimeLimits limits, CancellationTokenSource watch)
{
    private readonly IReadOnlyList<Mailbox> _recipients = message.Envelope.Recipients;
    private readonly MailParameters _with = Demands.Of(message, session);

    /// <summary>The host may have some of the message.</summary>
    public bool HasSaidContent { get; private set; }

    /// <summary>What became of each recipient, in their order: a reply, or the trouble there was instead.</summary>
    /// <exception cref="OperationCanceledException">The host took too long, or somebody has called it off.</exception>
    public async ValueTask<IReadOnlyList<Answer>> RunAsync()
    {
        using var content = message.Read();
        if (Lacks(content.Length) is { } lack)
            return All(new Answer(lack, Trouble.None) { IsOwn = true });
        var words = session.Offers("PIPELINING")
            ? await AskTogetherAsync(content.Length)
            : await AskOneByOneAsync(content.Length);
        if (words.Data is { IsGo: false } data)
            return words.Outcomes(data.IsDone ? Trouble.Nonsense : data);
        var isWanted = words.Mail.IsDone && words.Recipients.Any(r => r.IsDone);
        // RFC 2920 3.1: whoever said 354 although nobody is left gets an empty message.
        return words.Outcomes(isWanted || words.Data is not null ? await SendAsync(isWanted ? content : Stream.Null) : default);
    }

    private Reply? Lacks(long length)
    {
        if (Demands.Unmet(_with, session) is { } lack)
            return lack;
        // RFC 1870 3: without a number, or with 0, it says nothing of its limit.
        return session.ValueOf("SIZE") is { } text && long.TryParse(text, out var most) && most > 0 && length > most
            ? Replies.NextHostTakesLess
            : null;
    }

    private string Mail(long length)
    {
        var size = session.Offers("SIZE") ? $" SIZE={length}" : "";
        return $"MAIL FROM:{message.Envelope.From}{size}{Demands.Parameters(_with)}{Reports(_with)}";
    }

    // RFC 3461 5.2.1, 5.2.2: as they came, and only where the host knows them
    private string Reports(MailParameters with)
    {
        if (!with.IsAboutReports || !session.Offers("DSN"))
            return "";
        var part = with.Return switch { ReturnedPart.Whole => " RET=FULL", ReturnedPart.Header => " RET=HDRS", _ => "" };
        return part + (with.EnvelopeId is { } id ? $" ENVID={id}" : "");
    }

    private string Rcpt(int recipient)
    {
        var with = message.Envelope.WishesOf(recipient);
        if (with == RecipientParameters.None || !session.Offers("DSN"))
            return $"RCPT TO:<{_recipients[recipient]}>";
        var notify = with.Notify is { } wanted ? $" NOTIFY={NotifyWords(wanted)}" : "";
        return $"RCPT TO:<{_recipients[recipient]}>{notify}{(with.Original is { } original ? $" ORCPT={original}" : "")}";
    }

    private static string NotifyWords(Notify wanted) => wanted == Notify.Never
        ? "NEVER"
        : wanted.ToString().ToUpperInvariant().Replace(", ", ",", StringComparison.Ordinal);

    private async ValueTask<Words> AskTogetherAsync(long length)
    {
        if (session.HasSpokenUnasked)
            return new Words(Trouble.Nonsense, All(Trouble.Nonsense), Trouble.Nonsense);
        Put(Mail(length));
        for (var i = 0; i < _recipients.Count; i++)
            Put(Rcpt(i));
        if (!session.TakesChunks)
            Put("DATA");
        watch.CancelAfter(limits.Command);
        if (!await session.SendAsync(watch.Token))
            return new Words(Trouble.Lost, All(Trouble.Lost), Trouble.Lost);
        var mail = await session.HearAsync(watch.Token);
        var recipients = new Answer[_recipients.Count];
        for (var i = 0; i < recipients.Length; i++)
            recipients[i] = await NextAsync(i == 0 ? mail : recipients[i - 1], limits.Command);
        // Behind trouble nothing is sent: whose answer came next nobody could say.
        var goesOn = session.TakesChunks && recipients[^1].Trouble == Trouble.None;
        return new Words(mail, recipients, goesOn ? (Answer?)null : await NextAsync(recipients[^1], limits.Data));
    }

    // Behind a word that is none nothing can be told apart any more.
    private async ValueTask<Answer> NextAsync(Answer before, TimeSpan limit)
    {
        if (before.Trouble != Trouble.None)
            return before.Trouble;
        watch.CancelAfter(limit);
        return await session.HearAsync(watch.Token);
    }

    private async ValueTask<Words> AskOneByOneAsync(long length)
    {
        watch.CancelAfter(limits.Command);
        var mail = await session.AskAsync(Mail(length), watch.Token);
        var recipients = All(mail).ToArray();
        for (var i = 0; mail.IsDone && i < recipients.Length; i++)
        {
            watch.CancelAfter(limits.Command);
            recipients[i] = await session.AskAsync(Rcpt(i), watch.Token);
            if (recipients[i].Trouble != Trouble.None)
                return new Words(mail, All(recipients[i]), recipients[i]);
        }
        if (!mail.IsDone || !recipients.Any(r => r.IsDone))
            return new Words(mail, recipients, mail);
        if (session.TakesChunks)
            return new Words(mail, recipients, null);
        watch.CancelAfter(limits.Data);
        return new Words(mail, recipients, await session.DataAsync(watch.Token));
    }

    private ValueTask<Answer> SendAsync(Stream content)
    {
        HasSaidContent = true;
        return session.ContentAsync(content, limits, watch.CancelAfter, watch.Token);
    }

    private void Put(string line) => Encoding.UTF8.GetBytes($"{line}\r\n", session.Output);

    private IReadOnlyList<Answer> All(Answer answer) => [.. _recipients.Select(_ => answer)];

    /// <summary>What the host said before the content.</summary>
    /// <param name="Data">Null where the content goes in chunks.</param>
    private sealed record Words(Answer Mail, IReadOnlyList<Answer> Recipients, Answer? Data)
    {
        /// <param name="end">The word on the message itself: for all whom the host would have.</param>
        public IReadOnlyList<Answer> Outcomes(Answer end) =>
            [.. Recipients.Select(r => !Mail.IsDone ? Mail : r.IsDone ? end : r)];
    }
}
