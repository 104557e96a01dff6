using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>A recipient about whom the internal server is asked; it is settled once, whoever is first.</summary>
internal sealed class Question(Mailbox recipient)
{
    private readonly TaskCompletionSource<Verdict> _verdict = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Mailbox Recipient => recipient;

    public Task<Verdict> Verdict => _verdict.Task;

    /// <summary>Nobody waits for the answer any more.</summary>
    public bool IsSettled => _verdict.Task.IsCompleted;

    /// <summary>Where it is being asked, null while it waits.</summary>
    public VerificationLine? Line { get; set; }

    public void Settle(Verdict verdict) => _verdict.TrySetResult(verdict);
}
