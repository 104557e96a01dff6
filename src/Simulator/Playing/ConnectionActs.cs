using SmtpSim.Dialogue;
using SmtpSim.Messages;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Plays what a script does on its connections: says, hears, holds against what is expected.</summary>
internal sealed class ConnectionActs(Role role, SessionLog log, Variables variables, WalkOptions options)
{
    private readonly Bans _bans = new(variables);
    private readonly Listener _listener = new(variables, options.Clock);
    private readonly Findings _findings = new(log, variables);
    private readonly Offers _offers = new(log, isServers: role == Role.Server);
    private readonly HashSet<string> _ahead = new(StringComparer.Ordinal);
    // The connections on which this side has the last word.
    private readonly HashSet<string> _lastWord = new(StringComparer.Ordinal);

    private readonly Dictionary<string, TakenMail> _taken = new(StringComparer.Ordinal);

    /// <summary>The alternative that ended the case, null while none did.</summary>
    public Choice? Ruled { get; private set; }

    /// <summary>Whether the server's last reply to EHLO held it.</summary>
    public bool HasOffered(RawConnection connection, string capability) => _offers.Has(connection.Name, capability);

    /// <summary>Null where nothing was wrong.</summary>
    public async Task<Outcome?> PlayAsync(RawConnection connection, Act act, CancellationToken cancel)
    {
        switch (act)
        {
            case Send send:
                LookAhead(connection);
                var said = Utterance.Of(send.Lines, send.Shape, variables);
                if (connection.CanSay)
                    MailOn(connection)?.Say(said.AsSpan(0, Math.Min(said.Length, send.Shape.Cut ?? said.Length)));
                await Sender.SendAsync(connection, said, send.Shape, options.Clock, cancel);
                return null;
            case SendBody body:
                LookAhead(connection);
                byte[] octets = [.. body.Octets(variables), .. Utterance.Of(body.Behind, variables)];
                await Sender.SendAsync(connection, octets, body.Shape, options.Clock, cancel);
                return null;
            case Hear hear:
                var heard = await HearAsync(connection, hear, cancel);
                CatchUp(connection);
                return heard;
            case HearAll all:
                var outcome = await HearAllAsync(connection, [.. all.Hears], cancel);
                CatchUp(connection);
                return outcome;
            case Do { Directive: var directive }:
                return await DoAsync(connection, act, directive, cancel);
            default:
                throw new InvalidOperationException($"nothing plays {act}");
        }
    }

    /// <summary>Nothing is said any more.</summary>
    public void EndMail()
    {
        foreach (var mail in _taken.Values)
            mail.End();
    }

    /// <summary>What is wrong with what was said behind the script's last line, null where nothing is.</summary>
    public async Task<Outcome?> LeftoverAsync(RawConnection connection, Act last, CancellationToken cancel)
    {
        // A client may go on behind a server's last line: it cannot know that the script is at its end. What it had said
        // before it heard that line is another matter. A server may answer a client's last word, in time or too late.
        var isHeld = role == Role.Client ? !_lastWord.Contains(connection.Name) : _ahead.Contains(connection.Name);
        var more = await Findings.HasMoreAsync(connection, cancel);
        if (_bans.Broken(connection.Name, connection.Heard) is { } broken)
            return _findings.Failed(last, "nothing of the kind", Findings.Heard(connection), broken);
        return more && isHeld
            ? _findings.Failed(last, "nothing more", Findings.Heard(connection), "more was said than the script expects")
            : null;
    }

    // Whether the other side is ahead: it has said more than was asked for when this side speaks. Who was offered PIPELINING may
    // (RFC 2920 3.1).
    private void LookAhead(RawConnection connection)
    {
        _lastWord.Add(connection.Name);
        if (!connection.Heard.IsEmpty && !HasOffered(connection, "PIPELINING"))
            _ahead.Add(connection.Name);
    }

    private void CatchUp(RawConnection connection)
    {
        _lastWord.Remove(connection.Name);
        if (connection.Heard.IsEmpty)
            _ahead.Remove(connection.Name);
    }

    private async Task<Outcome?> DoAsync(RawConnection connection, Act act, Directive directive, CancellationToken cancel)
    {
        switch (directive.Word)
        {
            case "tls":
                var tls = new TlsPlay(connection, role, options);
                return (await tls.DoAsync(directive, variables, cancel) ?? TlsPlay.Injected(connection, directive)) is { } why
                    ? _findings.Failed(act, TranscriptWriter.Show(directive), Findings.Heard(connection), why)
                    : null;
            case "never":
                _bans.Add(connection.Name, directive);
                return null;
            case "fence":
                var fenced = await FenceAsync(connection, act, cancel);
                CatchUp(connection);
                return fenced;
            default:
                ConnectionDirectives.TryDo(connection, directive);
                return null;
        }
    }

    private async Task<Outcome?> HearAsync(RawConnection connection, Hear hear, CancellationToken cancel)
    {
        var began = log.Now;
        var (met, why, came) = await ListenAsync(connection, hear.Choices, options.LimitOf(hear), cancel);
        if (met is null)
            return hear.Optional ? null : _findings.Missed(hear, connection, why);
        return hear.After is { } soonest && log.Now - began < soonest
            ? _findings.Missed(hear, connection, TooEarly(soonest), came.Length)
            : Judge(connection, hear, met, came.Length);
    }

    internal static string TooEarly(TimeSpan soonest) => $"it came before {Durations.Show(soonest)} had passed";

    private async Task<(Choice? Met, string Why, byte[] Came)> ListenAsync(
        RawConnection connection, IReadOnlyList<Choice> choices, TimeSpan limit, CancellationToken cancel)
    {
        var came = Array.Empty<byte>();
        var (met, why) = await _listener.HearAsync(connection, choices, limit, cancel, heard =>
        {
            came = heard.ToArray();
            return _bans.Broken(connection.Name, heard);
        });
        if (met is not null)
            MailOn(connection)?.Hear(came);
        return (met, why, came);
    }

    // Only who serves takes mail.
    private TakenMail? MailOn(RawConnection connection)
    {
        if (role == Role.Client || options.Mail is not { } store)
            return null;
        if (!_taken.TryGetValue(connection.Name, out var mail))
            _taken[connection.Name] = mail = new TakenMail(store, log);
        return mail;
    }

    /// <summary>What it means that this came of what was expected.</summary>
    private Outcome? Judge(RawConnection connection, Hear hear, Choice met, int taken)
    {
        Ruled = met.Ruling is null ? null : met;
        return met.Ruling switch
        {
            Ruling.Fail => _findings.Missed(hear, connection, met.Reason!, taken),
            Ruling.Warn => _findings.Ended(End.Warned, met.Reason!),
            _ => null,
        };
    }

    private async Task<Outcome?> HearAllAsync(RawConnection connection, List<Hear> hears, CancellationToken cancel)
    {
        var began = log.Now;
        var arranged = new Arrangement(hears, variables, () => log.Now - began);
        Outcome? outcome = null;
        while (arranged.Missing is { Count: > 0 } missing && outcome is null && Ruled is null)
        {
            var choices = arranged.Open.SelectMany(h => h.Choices.Select(c => (Hear: h, Choice: arranged.Among(h, c)))).ToList();
            var (met, why, came) = await ListenAsync(
                connection, [.. choices.Select(c => c.Choice)], LimitOf(missing, log.Now - began), cancel);
            if (met is null)
                return MissedOne(connection, missing, log.Now - began, why);
            var hear = choices.Find(c => ReferenceEquals(c.Choice, met)).Hear;
            // What was said has a place only where it is not too early for it.
            var isTimeless = met.Ruling is not null || came.Length == 0;
            outcome = isTimeless && arranged.IsEarly(hear)
                ? _findings.Missed(hear, connection, TooEarly(hear.After!.Value), came.Length)
                : Judge(connection, hear, met, came.Length);
            if (met.Ruling is null && outcome is null)
                arranged.Put(hear, came);
        }
        return outcome;
    }

    // What has a time of its own has it from the beginning; for anything else the next is waited for as usual.
    private TimeSpan LimitOf(List<Hear> missing, TimeSpan waited)
    {
        var limit = missing.Min(h => h.Within is { } within ? within - waited : options.LimitOf(h));
        return limit > TimeSpan.Zero ? limit : TimeSpan.Zero;
    }

    private Outcome MissedOne(RawConnection connection, List<Hear> missing, TimeSpan waited, string why)
    {
        if (connection is { Heard.IsEmpty: true, Ended: null } && missing.Find(h => h.Within <= waited) is { } late)
            return _findings.Missed(late, connection, $"nothing that fits came within {Durations.Show(late.Within!.Value)}");
        var reason = missing.Count == 1 ? why : $"it is none of the {missing.Count} that are still expected here ({why})";
        return _findings.Missed(
            missing[0] with { Choices = [.. missing.SelectMany(h => h.Choices)] }, connection, reason);
    }

    // A server answers in order (RFC 2920 3.2), so whatever it said before stands in front of NOOP's reply. A stray 250 could
    // be taken for that; the word that no server knows shows it up, since its reply is a refusal and cannot be a 250.
    private async Task<Outcome?> FenceAsync(RawConnection connection, Act act, CancellationToken cancel)
    {
        foreach (var (command, said) in Fence.Exchanges)
        {
            var reply = Fence.Class(said);
            if (await Findings.HasMoreAsync(connection, cancel))
                return _findings.Failed(
                    act, $"nothing before {command}", Findings.Heard(connection), "more was said than was expected");
            await connection.SendAsync(Octets.OfLine(command).Memory, cancel);
            var choice = new Choice((Event)act.Step, new ReplyExpectation(ReplyPattern.TryParse(reply)!), null, null);
            var (met, why, _) = await ListenAsync(connection, [choice], options.ReplyLimit, cancel);
            if (met is null)
                return _findings.Failed(act, $"{reply} to {command}", Findings.Heard(connection), why);
        }
        return null;
    }
}
