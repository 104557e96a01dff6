using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Authentication;

/// <summary>
/// The sink that lets clients show who they are: offers AUTH at EHLO, takes over the input behind it, and, where it is
/// demanded, refuses everything else before. What it finds out stands in the session's properties.
/// </summary>
public sealed class AuthenticationSink : ISink
{
    // RFC 4954 6: what may come before
    private static readonly string[] Free = ["AUTH", "EHLO", "HELO", "NOOP", "RSET", "QUIT", "STARTTLS"];

    private readonly AuthenticationOptions _options;
    private readonly IReadOnlyList<Mechanism> _mechanisms;
    private readonly AuthenticationDesk _desk;

    public AuthenticationSink(AuthenticationOptions options, IReadOnlyList<Mechanism> mechanisms, AuthenticationDesk desk)
    {
        (_options, _mechanisms, _desk) = (options, mechanisms, desk);
        if (options.BeforeTls)
            Log.InClear(desk.Logger);
    }

    /// <summary>The moments it has to be asked at.</summary>
    public IReadOnlyList<string> Events => _options.Required ? [SinkEvent.All] : ["EHLO", "AUTH"];

    public ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel) => context.Command switch
    {
        Command.Ehlo => new(Offered(context)),
        Command.Auth auth => BeginAsync(context, auth, cancel),
        _ when _options.Required && !Free.Contains(context.Keyword) && !IsAuthenticated(context.Session)
            => new(Refused(context, AuthenticationReplies.Required)),
        _ => new(Passing.On),
    };

    private static bool IsAuthenticated(SinkSession session) => session.Properties.Find<bool>(SessionProperty.Authenticated);

    private static Passing Refused(SinkContext context, Reply reply)
    {
        context.Reply = reply;
        return Passing.Consumed;
    }

    private Passing Offered(SinkContext context)
    {
        if (IsOpen(context.Session))
        {
            var names = string.Join(' ', _mechanisms.Select(m => m.Name));
            context.Offer($"AUTH {names}");
            if (_options.LegacyLine)
                context.Offer($"AUTH={names}");
        }
        return Passing.On;
    }

    private bool IsOpen(SinkSession session) => session.IsSecured || _options.BeforeTls;

    private async ValueTask<Passing> BeginAsync(SinkContext context, Command.Auth auth, CancellationToken cancel)
    {
        var mechanism = _mechanisms.FirstOrDefault(m => m.Name == auth.Mechanism);
        if (Obstacle(context.Session, mechanism) is { } obstacle)
            return Refused(context, obstacle);
        var dialogue = new AuthenticationDialogue(mechanism!, _desk);
        var answer = await dialogue.BeginAsync(auth.Response, context.Session, cancel);
        context.Reply = answer.Reply;
        context.Status = answer.Status;
        context.IsProtocolError = answer.IsError;
        context.SetCallback(dialogue);
        return Passing.Consumed;
    }

    private Reply? Obstacle(SinkSession session, Mechanism? mechanism) =>
        session.ClientName is null ? Replies.HelloFirst
        : session.From is not null ? AuthenticationReplies.InTransaction
        : IsAuthenticated(session) ? AuthenticationReplies.Already
        : mechanism is null ? AuthenticationReplies.UnknownMechanism
        : !IsOpen(session) ? AuthenticationReplies.TlsNeeded
        : null;
}
