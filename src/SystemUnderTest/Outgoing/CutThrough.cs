using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>Where messages go, and how long the gateway waits.</summary>
/// <param name="Host">Null where none is configured: every message is then refused for now.</param>
/// <param name="TimeLimit">
/// For the whole delivery; the client waits at least ten minutes for its reply (RFC 5321 4.5.3.2.6).
/// </param>
public sealed record CutThroughOptions(IPEndPoint? Host, string Name, TimeSpan TimeLimit);

/// <summary>
/// Delivery while the client waits: it gets 250 only if the internal server said 250, so nothing is acknowledged that is
/// not in safe hands. All recipients or none: a recipient the internal server refuses now ends the message for all, since
/// one reply speaks for them together.
/// </summary>
/// <param name="open">A session with the next host, or what stands in the way of one.</param>
public sealed class CutThrough(
    Func<CancellationToken, ValueTask<(OutgoingSession? Session, Answer Obstacle)>> open, CutThroughOptions options,
    TimeProvider clock, ILogger<CutThrough> logger) : IAcceptance
{
    // Nothing depends on it; RFC 5321 4.1.1.10 only asks to wait for the reply.
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(5);

    /// <summary>To the host of the options, without TLS.</summary>
    public CutThrough(CutThroughOptions options, TimeProvider clock, ILogger<CutThrough> logger)
        : this(cancel => OpenAsync(options, cancel), options, clock, logger)
    {
    }

    /// <summary>Nobody is there to say anything later.</summary>
    public bool SendsReports => false;

    /// <summary>Its one host can be asked to hold TLS.</summary>
    public bool IsSure { get; init; }

    public bool CanRequireTls(Mailbox? recipient) => IsSure;

    /// <summary>Nothing is kept here: there is always room.</summary>
    public Reply? Refusal => null;

    public IArrival Begin(Arriving message) => new CutThroughArrival(this, message);

    /// <summary>The reply for the client, whatever happens on the way.</summary>
    public async ValueTask<Reply> DeliverAsync(OutgoingMessage message, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.TimeLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var reply = await SendAsync(message, both.Token);
            Log.Delivered(logger, message.Envelope.Id, reply.Code, reply.Lines[0]);
            return reply;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Log.Delivered(logger, message.Envelope.Id, Replies.NextHostLost.Code, "time limit");
            return Replies.NextHostLost;
        }
    }

    private async ValueTask<Reply> SendAsync(OutgoingMessage message, CancellationToken cancel)
    {
        var (session, obstacle) = await open(cancel);
        if (session is null)
            return Untaken(obstacle);
        try
        {
            var demands = Demands.Of(message, session);
            var reply = Demands.Unmet(demands, session) ?? await TransactAsync(session, message, demands, cancel);
            // The message is decided; the client need not wait for the goodbye.
            _ = LeaveAsync(session);
            return reply;
        }
        catch (OperationCanceledException)
        {
            session.Dispose();
            throw;
        }
    }

    private static async ValueTask<(OutgoingSession? Session, Answer Obstacle)> OpenAsync(
        CutThroughOptions options, CancellationToken cancel) => options.Host is { } host
        ? await OutgoingSession.OpenAsync(host, new Introduction(options.Name), cancel)
        : (null, Trouble.Unreachable);

    private async Task LeaveAsync(OutgoingSession session)
    {
        using var limit = new CancellationTokenSource(GoodbyeLimit, clock);
        try
        {
            await session.QuitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It did not say goodbye in time.
        }
        session.Dispose();
    }

    private static async ValueTask<Reply> TransactAsync(
        OutgoingSession session, OutgoingMessage message, MailParameters demands, CancellationToken cancel)
    {
        var envelope = message.Envelope;
        var answer = await session.MailAsync(envelope.From.ToString(), Demands.Parameters(demands), cancel);
        for (var i = 0; answer.IsDone && i < envelope.Recipients.Count; i++)
            answer = await session.RcptAsync(envelope.Recipients[i].ToString(), cancel);
        if (!answer.IsDone)
            return Passed(answer);
        using var content = message.Read();
        answer = await session.MessageAsync(content, cancel);
        return answer.IsDone ? Replies.MessageTaken(envelope.Id) : Passed(answer);
    }

    // A banner or EHLO that was refused is no word on this message: it may be tried again.
    private static Reply Untaken(Answer obstacle) =>
        obstacle.Reply is null ? Passed(obstacle) : Replies.NextHostUnreachable;

    private static Reply Passed(Answer answer) => answer switch
    {
        { Trouble: Trouble.Lost or Trouble.Late } => Replies.NextHostLost,
        { Trouble: Trouble.Nonsense } => Replies.NextHostNonsense,
        { Trouble: not Trouble.None } => Replies.NextHostUnreachable,
        { Reply: { IsTransient: true } or { Code: >= 500 } } => NextHostWord.PassOn(answer.Reply),
        // A 2yz or 3yz where none belongs.
        _ => Replies.NextHostNonsense,
    };
}
