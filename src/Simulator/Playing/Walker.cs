using System.Net.Sockets;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Plays a script, whichever side it takes: the one walker for client and server.</summary>
public sealed class Walker(Script script, IPeers peers, SessionLog log, Variables variables, WalkOptions options)
{
    private readonly Listener _listener = new(variables, options.Clock);
    private readonly Findings _findings = new(log, variables);
    private Act? _current;
    private bool _ruled;

    /// <summary>Never throws for what the other side does; a cancelled walk is unfinished.</summary>
    public async Task<Outcome> WalkAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(script.TimeLimit ?? options.CaseLimit, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await WalkAllAsync(script.Acts, both.Token) ?? await LeftoverAsync(both.Token)
                ?? _findings.Ended(End.Passed, "");
        }
        catch (OperationCanceledException)
        {
            return cancel.IsCancellationRequested
                ? _findings.Ended(End.Unfinished, "stopped before its last line")
                : _findings.Failed(
                    _current ?? script.Acts[0], "the script's end", "", "the whole script took longer than its time limit");
        }
        catch (SocketException unreachable)
        {
            return _findings.Ended(End.Unreachable, unreachable.Message);
        }
        catch (MissingValueException missing)
        {
            return _findings.Ended(End.Missing, missing.Name);
        }
    }

    /// <summary>Null where all was walked and nothing was wrong.</summary>
    private async Task<Outcome?> WalkAllAsync(IEnumerable<Act> acts, CancellationToken cancel)
    {
        foreach (var act in acts)
        {
            cancel.ThrowIfCancellationRequested();
            _current = act;
            if (await WalkOneAsync(act, cancel) is { } outcome)
                return outcome;
            if (_ruled)
                return null;
        }
        return null;
    }

    private async Task<Outcome?> WalkOneAsync(Act act, CancellationToken cancel)
    {
        switch (act)
        {
            case Repeat { Acts.Count: 0 }:
                return null;
            case Repeat repeat:
                return await WalkAllAsync(Enumerable.Repeat(repeat.Acts, repeat.Count).SelectMany(a => a), cancel);
            case IfOffered either:
                var offered = Offered.Has(log, either.Connection, script.Role, variables.Fill(either.Capability));
                return await WalkAllAsync(offered ? either.Acts : either.Otherwise, cancel);
            case ForEach each:
                return await WalkForAsync(each, cancel);
            case Do { Directive.Word: "wait" } wait:
                await Task.Delay(Durations.Parse(wait.Directive.Arguments[0]), options.Clock, cancel);
                return null;
            case Do { Directive.Word: "mail" } mail:
                return await CountMailAsync(mail, cancel);
        }
        return await WalkOnAsync(await peers.GetAsync(act.Connection, cancel), act, cancel);
    }

    private async Task<Outcome?> WalkForAsync(ForEach each, CancellationToken cancel)
    {
        foreach (var value in each.Values)
        {
            variables.Set(each.Name, value);
            var outcome = await WalkAllAsync(each.Acts, cancel);
            if (outcome is not null || _ruled)
                return outcome;
        }
        return null;
    }

    private async Task<Outcome?> WalkOnAsync(RawConnection connection, Act act, CancellationToken cancel)
    {
        switch (act)
        {
            case Send send:
                var said = Utterance.Of(send.Lines, send.Shape, variables);
                await Sender.SendAsync(connection, said, send.Shape, options.Clock, cancel);
                return null;
            case SendBody body:
                var octets = Utterance.Body(body.Lines, body.Raw, variables);
                await Sender.SendAsync(connection, octets, body.Shape, options.Clock, cancel);
                return null;
            case Hear hear:
                return await HearAsync(connection, hear, cancel);
            case Do { Directive: var directive } when ConnectionDirectives.TryDo(connection, directive):
                return null;
            case Do { Directive: { Word: "tls" } directive }:
                var tls = new TlsPlay(connection, script.Role, options);
                return await tls.DoAsync(directive, variables, cancel) is { } why
                    ? _findings.Failed(act, TranscriptWriter.Show(directive), Findings.Heard(connection), why)
                    : null;
            default:
                return await FenceAsync(connection, act, cancel);
        }
    }

    private async Task<Outcome?> HearAsync(RawConnection connection, Hear hear, CancellationToken cancel)
    {
        var began = log.Now;
        var (met, why) = await _listener.HearAsync(connection, hear.Choices, options.LimitOf(hear), cancel);
        if (met is null)
            return hear.Optional ? null : _findings.Missed(hear, connection, why);
        if (hear.After is { } soonest && log.Now - began < soonest)
            return _findings.Missed(hear, connection, $"it came before {Durations.Show(soonest)} had passed");
        _ruled = met.Ruling is not null;
        return met.Ruling switch
        {
            Ruling.Fail => _findings.Missed(hear, connection, met.Reason!),
            Ruling.Warn => _findings.Ended(End.Warned, met.Reason!),
            _ => null,
        };
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
            var (met, why) = await _listener.HearAsync(connection, [choice], options.ReplyLimit, cancel);
            if (met is null)
                return _findings.Failed(act, $"{reply} to {command}", Findings.Heard(connection), why);
        }
        return null;
    }

    private async Task<Outcome?> CountMailAsync(Do act, CancellationToken cancel)
    {
        var wanted = MailCount.Parse(act.Directive, variables);
        var store = options.Mail ?? throw new MissingValueException("mail");
        var count = await store.CountAsync(wanted, cancel);
        return count == wanted.Count
            ? null
            : _findings.Failed(act, $"{wanted.Count} messages", $"{count} messages", "the next hop received another number");
    }

    // What a server said behind the last line was not expected by it. A client may go on behind a server's last line: it
    // cannot know that the script is at its end.
    private async Task<Outcome?> LeftoverAsync(CancellationToken cancel)
    {
        if (_ruled || script.Role == Role.Server || script.Acts.Count == 0)
            return null;
        foreach (var connection in peers.Open)
        {
            if (await Findings.HasMoreAsync(connection, cancel))
                return _findings.Failed(
                    script.Acts[^1], "nothing more", Findings.Heard(connection), "more was said than the script expects");
        }
        return null;
    }
}
