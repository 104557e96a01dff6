using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmtpSim.Messages;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Plays a script, whichever side it takes: the one walker for client and server.</summary>
public sealed class Walker(Script script, IPeers peers, SessionLog log, Variables variables, WalkOptions options)
{
    private readonly ConnectionActs _acts = new(script.Role, log, variables, options);
    private readonly Findings _findings = new(log, variables);
    private Act? _current;
    private TimeSpan? _began;

    private bool IsRuled => _acts.Ruled is not null;

    /// <summary>Never throws for what the other side does; a cancelled walk is unfinished.</summary>
    public async Task<Outcome> WalkAsync(CancellationToken cancel)
    {
        var outcome = await WalkInTimeAsync(cancel);
        _acts.EndMail();
        return outcome with { Connections = [.. peers.Open.Select(c => c.Name)] };
    }

    private async Task<Outcome> WalkInTimeAsync(CancellationToken cancel)
    {
        var time = script.TimeLimit ?? options.CaseLimit;
        using var limit = new CancellationTokenSource(time, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await WalkAllAsync(script.Acts, both.Token)
                ?? await LeftoverAsync(both.Token)
                ?? _findings.Ended(End.Passed, "");
        }
        catch (OperationCanceledException)
        {
            return cancel.IsCancellationRequested
                ? _findings.Ended(End.Unfinished, "stopped before its last line")
                : _findings.Failed(
                    _current ?? script.Acts[0], "the script's end", "",
                    $"the whole script took longer than {Durations.Show(time)}; the header 'timeout:' gives it more");
        }
        catch (SocketException unreachable)
        {
            return _findings.Ended(End.Unreachable, unreachable.Message);
        }
        catch (MissingValueException uncomputable) when (uncomputable.IsUncomputable)
        {
            return _findings.Failed(_current!, "what it is computed of", "", uncomputable.Message);
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
            if (IsRuled)
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
                // A server's connections have other names in the log than in the script.
                var asked = await peers.GetAsync(either.Connection, cancel);
                var isOffered = _acts.HasOffered(asked, variables.Fill(either.Capability));
                return await WalkAllAsync(isOffered ? either.Acts : either.Otherwise, cancel);
            case ForEach each:
                return await WalkForAsync(each, cancel);
            case CheckMail mail:
                return await CheckMailAsync(mail, cancel);
            case Do { Directive: { Word: "wait" or "sync" } directive }:
                await WaitAsync(directive, cancel);
                return null;
            case Do { Directive: { Word: "source" or "rcvbuf" } directive }
                when peers.TrySettle(act.Connection, terms => Settled(terms, directive)):
                return null;
            default:
                var connection = await peers.GetAsync(act.Connection, cancel);
                await KeepTimeAsync(act, cancel);
                return await _acts.PlayAsync(connection, act, cancel);
        }
    }

    private Task KeepTimeAsync(Act act, CancellationToken cancel)
    {
        _began ??= log.Now;
        return options.KeepsTime && act is Send or SendBody or Do && act.Step is Event { Stamp: { } stamp }
            ? Pause.ForAsync(_began.Value + stamp - log.Now, options.Clock, cancel)
            : Task.CompletedTask;
    }

    private async Task<Outcome?> WalkForAsync(ForEach each, CancellationToken cancel)
    {
        var outer = variables[each.Name];
        foreach (var value in variables.Fill(each.Values).Split(','))
        {
            variables.Set(each.Name, value);
            var outcome = await WalkAllAsync(each.Acts, cancel);
            if (outcome is not null || IsRuled)
                return outcome;
        }
        if (outer is not null)
            variables.Set(each.Name, outer);
        return null;
    }

    private Task WaitAsync(Directive directive, CancellationToken cancel) => directive.Word == "wait"
        ? Pause.ForAsync(Durations.Parse(directive.Arguments[0]), options.Clock, cancel)
        : options.Meetings?.MeetAsync(directive.Arguments[0], options.PartName, cancel) ?? Task.CompletedTask;

    private static DialTerms Settled(DialTerms terms, Directive directive) => directive.Word == "source"
        ? terms with { From = IPAddress.Parse(directive.Arguments[0]) }
        : terms with { Receives = int.Parse(directive.Arguments[0], CultureInfo.InvariantCulture) };

    private async Task<Outcome?> CheckMailAsync(CheckMail act, CancellationToken cancel)
    {
        var store = options.Mail ?? throw new MissingValueException("mail");
        if (act.Directive.Arguments[0] != "count")
        {
            var misfit = await new MailCheck(act.Directive, act.Lines, variables).DoAsync(store, cancel);
            return misfit is null ? null : _findings.Failed(act, TranscriptWriter.Show(act.Directive), "", misfit);
        }
        var wanted = MailCount.Parse(act.Directive, variables);
        var count = await store.CountAsync(wanted, cancel);
        return count == wanted.Count
            ? null
            : _findings.Failed(act, $"{wanted.Count} messages", $"{count} messages", "the next hop received another number");
    }

    private async Task<Outcome?> LeftoverAsync(CancellationToken cancel)
    {
        foreach (var connection in IsRuled || script.Acts.Count == 0 ? [] : peers.Open)
        {
            if (await _acts.LeftoverAsync(connection, _current ?? script.Acts[^1], cancel) is { } outcome)
                return outcome;
        }
        return null;
    }
}
