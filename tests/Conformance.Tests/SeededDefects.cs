namespace Conformance.Tests;

/// <summary>A way to break the gateway: one piece of its source replaced.</summary>
/// <param name="Feature">The feature, or folder of features, that must notice.</param>
public sealed record Defect(string Name, string File, string Sound, string Broken, string Feature);

/// <summary>
/// Ways to break the gateway on purpose. Each must turn at least one case red: a check that no defect can fail is none.
/// </summary>
public static class SeededDefects
{
    public static readonly IReadOnlyList<Defect> All =
    [
        new("LF.LF ends a message", "Wire/DotReader.cs",
            "if (_state == State.DotCr && octet == '\\n')\n            return true;",
            """
            if (_state is State.DotCr or State.Dot && octet == '\n')
                return true;
            if (_state == State.Inside && octet == '\n')
            {
                _state = State.LineStart;
                return false;
            }
            """,
            "rfc5321/4.1.1.4-data.feature"),
        new("a dot, CR and anything end a message", "Wire/DotReader.cs",
            "if (_state == State.DotCr && octet == '\\n')", "if (_state == State.DotCr)", "security"),
        new("stuffed dots stay", "Wire/DotReader.cs",
            "                _state = State.Dot;", "                _state = State.Dot; content.Write(\".\"u8);",
            "gateway/delivery.feature"),
        new("a bare LF ends a command", "Wire/LineReader.cs",
            "out ReadOnlySequence<byte> line, \"\\r\\n\"u8)", "out ReadOnlySequence<byte> line, \"\\n\"u8)", "rfc5321"),
        new("RSET forgets nothing", "Sessions/CommandHandlers.cs",
            "Replies.Reset, state with { Envelope = null }", "Replies.Reset, state", "rfc5321"),
        new("EHLO keeps the transaction", "Sessions/CommandHandlers.cs",
            "state with { Client = client, Envelope = null }", "state with { Client = client }", "rfc5321"),
        new("the transaction outlives its message", "Sessions/DataHandler.cs",
            "var after = state with { Envelope = null, Account", "var after = state with { Account", "rfc5321"),
        new("out of order is a syntax error", "Grammar/Replies.cs",
            "MailFirst = new(503, \"5.5.1\"", "MailFirst = new(501, \"5.5.1\"", "rfc5321"),
        new("a multi-line reply without hyphens", "Grammar/Reply.cs",
            "(i < Lines.Count - 1 ? '-' : ' ')", "' '", "rfc5321"),
        new("acknowledged before it is in safe hands", "Outgoing/CutThrough.cs",
            "return answer.IsDone ? Replies.MessageTaken(message.Id) : Passed(answer);",
            "return Replies.MessageTaken(message.Id);", "gateway/delivery.feature"),
        new("no trace field", "Outgoing/CutThrough.cs",
            "Encoding.UTF8.GetBytes(message.Trace)", "Encoding.UTF8.GetBytes(\"\")", "gateway/delivery.feature"),
        new("verification outlives its time limit", "Recipients/RecipientVerifier.cs",
            "verdict.WaitAsync(settings.TimeLimit, _clock, cancel)", "verdict.WaitAsync(settings.TimeLimit * 20, _clock, cancel)",
            "gateway/recipients.feature"),
        new("a temporary answer rejects", "Recipients/Dialogue.cs",
            "{ Reply: { IsTransient: true } later } => (new Verdict.Later(later), true),",
            "{ Reply.IsTransient: true } => (new Verdict.Unknown(), true),", "gateway/recipients.feature"),
        new("the local part loses its case", "Recipients/Dialogue.cs",
            "settings.Exact ? recipient.ToString().ToLowerInvariant() : recipient.ToString();",
            "recipient.ToString().ToLowerInvariant();", "gateway/recipients.feature"),
        new("a dead connection is never replaced", "Recipients/VerificationPool.cs",
            "if (isInnocent || i > 0)", "if (line.IsDropped)",
            "gateway/recipients.feature"),
        new("the last priority runs first", "Sinks/SinkChain.cs",
            ".OrderBy(b => b.Terms.Priority)", ".OrderByDescending(b => b.Terms.Priority)", "gateway/sinks.feature"),
        new("a stop is noticed by nobody", "Sessions/SmtpConnectionHandler.cs",
            "closing.Register(transport.Interrupt)", "closing.Register(() => { })",
            "gateway/operations.feature"),
        new("what came behind STARTTLS is kept", "Sessions/SecuringHandler.cs", "{ ForgetsInput = true }", "", "rfc3207"),
        new("STARTTLS forgets nothing", "Sessions/SecuringHandler.cs",
            "return new Turn(null, StateOf(context, state));",
            "return new Turn(null, state with { Cipher = context.Wire.Cipher });", "rfc3207"),
        new("an identity outlives STARTTLS", "Sessions/SecuringHandler.cs", "context.Properties.Clear();", "", "rfc4954"),
        new("AUTH is taken in clear", "Authentication/AuthenticationSink.cs",
            "!IsOpen(session) ? AuthenticationReplies.TlsNeeded", "false ? AuthenticationReplies.TlsNeeded", "rfc4954"),
        new("every password is right", "Authentication/FileUserBase.cs",
            "Judgement.Good : Judgement.Bad", "Judgement.Good : Judgement.Good", "rfc4954"),
        new("who fails need not wait", "Authentication/AuthenticationDesk.cs",
            "await Task.Delay(tarpit, clock, cancel);", "await Task.Yield();", "rfc4954"),
        new("what stands behind a response is swallowed", "Authentication/AuthenticationDialogue.cs",
            "context.Taken = Take(context.Blob.Span);", "Take(context.Blob.Span);", "rfc4954"),
        new("everybody may relay", "Relaying/RelayOptions.cs",
            "MayRelay(bool isAuthenticated) => For", "MayRelay(bool isAuthenticated) => true || For", "gateway/relay.feature"),
        new("who speaks HTTP is listened to", "Sessions/Session.cs",
            "heard == Heard.Record || ForeignTalk.IsLine(_wire.Line.Span)", "heard == Heard.Record",
            "security/command-phase.feature"),
        new("a domain below is the domain itself", "Grammar/DomainPattern.cs",
            "domain.Length >= _text.Length && domain.EndsWith(_text[1..]", "domain.EndsWith(_text[2..]",
            "gateway/relay.feature"),
        new("one message more than may be", "Sessions/CommandHandlers.cs",
            "account.Messages >= limits.Messages", "account.Messages > limits.Messages", "gateway/relay.feature"),
        new("errors are not counted", "Sessions/Discipline.cs", "account.Errors + 1", "account.Errors", "gateway/relay.feature"),
        new("a proxy's word counts for nothing", "Sessions/ProxyGreeting.cs",
            "client?.Address ?? context.Client!", "context.Client!", "gateway/connections.feature"),
        new("a refusal of who asks is believed", "Recipients/VerdictCache.cs",
            "'5', '.', '3' or '4' or '7', '.'", "'5', '.', '3' or '4', '.'", "gateway/verification.feature"),
        new("a refresh is never set back", "VirtualServers/SinkSettingsFile.cs",
            "changed.Replace(name, \"0\")", "changed", "gateway/verification.feature"),
        new("a server that is down is never left alone", "Recipients/Breaker.cs",
            "if (_failed < failures || failures is null)", "if (_failed >= 0)", "gateway/verification.feature"),
        new("any certificate will do", "Outgoing/OutgoingTls.cs",
            "Name is null || errors == SslPolicyErrors.None", "errors >= 0", "gateway/verification.feature"),
        new("a rule is not heeded", "Sinks/SinkChain.cs",
            "!rule.Matches(context.Line, context.Command)", "false", "gateway/verification.feature"),
    ];
}
