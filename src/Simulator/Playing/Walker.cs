using System.Net.Sockets;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What a walk needs to know besides its script.</summary>
/// <param name="ReplyLimit">How long an expectation without <c>@within</c> waits.</param>
/// <param name="CaseLimit">How long the whole script may take, unless its header says otherwise.</param>
public sealed record WalkOptions(TimeProvider Clock, TimeSpan ReplyLimit, TimeSpan CaseLimit, MailStore? Mail = null)
{
    // RFC 5321 4.5.3.2 allows minutes; a server under test on the same machine or network answers in moments.
    public static readonly WalkOptions Default =
        new(TimeProvider.System, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
}

/// <summary>Plays a script, whichever side it takes: the one walker for client and server.</summary>
public sealed class Walker(Script script, IPeers peers, SessionLog log, Variables variables, WalkOptions options)
{
    private static readonly TimeSpan OptionalLimit = TimeSpan.FromMilliseconds(200);

    private readonly Listener _listener = new(variables, options.Clock);
    private bool _finished;

    /// <summary>Never throws for what the other side does; a cancelled walk is unfinished.</summary>
    public async Task<Outcome> WalkAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(script.TimeLimit ?? options.CaseLimit, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        Act? current = null;
        try
        {
            return await WalkAllAsync(script.Acts, act => current = act, both.Token) ?? Leftover() ?? Ended(End.Passed, "");
        }
        catch (OperationCanceledException)
        {
            return cancel.IsCancellationRequested
                ? Ended(End.Unfinished, "stopped before its last line")
                : Failed(current!, "the script's end", "", "the whole script took longer than its time limit");
        }
        catch (SocketException unreachable)
        {
            return Ended(End.Unreachable, unreachable.Message);
        }
        catch (MissingValueException missing)
        {
            return Ended(End.Missing, missing.Name);
        }
    }

    private async Task<Outcome?> WalkAllAsync(IEnumerable<Act> acts, Action<Act> onAct, CancellationToken cancel)
    {
        foreach (var act in acts)
        {
            onAct(act);
            if (await WalkOneAsync(act, onAct, cancel) is { } outcome)
                return outcome;
            if (_finished)
                return null;
        }
        return null;
    }

    private async Task<Outcome?> WalkOneAsync(Act act, Action<Act> onAct, CancellationToken cancel)
    {
        switch (act)
        {
            case Repeat repeat:
                return await RepeatAsync(repeat, onAct, cancel);
            case Do { Directive.Word: "wait" } wait:
                await Task.Delay(Durations.Parse(wait.Directive.Arguments[0]), options.Clock, cancel);
                return null;
            case Do { Directive.Word: "mail" } mail:
                return await CountMailAsync(mail, cancel);
        }
        var connection = await peers.GetAsync(act.Connection, cancel);
        switch (act)
        {
            case Send send:
                await SendAsync(connection, Octets(send), send.Shape, cancel);
                return null;
            case SendBody body:
                await SendAsync(connection, Octets(body), body.Shape, cancel);
                return null;
            case Hear hear:
                return await HearAsync(connection, hear, cancel);
            default:
                return await DoAsync(connection, (Do)act, cancel);
        }
    }

    private async Task<Outcome?> RepeatAsync(Repeat repeat, Action<Act> onAct, CancellationToken cancel)
    {
        for (var i = 0; i < repeat.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            if (await WalkAllAsync(repeat.Acts, onAct, cancel) is { } outcome)
                return outcome;
        }
        return null;
    }

    private byte[] Octets(Send send) => [.. send.Lines.SelectMany(line => Utterance.Of(line, variables))];

    private byte[] Octets(SendBody body)
    {
        var lines = body.Lines.Select(variables.Fill);
        var text = body.Raw ? string.Concat(lines.Select(l => l + "\r\n")) : Utterance.Stuffed(lines);
        return System.Text.Encoding.UTF8.GetBytes(text);
    }

    private async Task SendAsync(RawConnection connection, byte[] octets, Shape shape, CancellationToken cancel)
    {
        var first = true;
        foreach (var piece in shape.Pieces(octets))
        {
            if (!first && shape.Pause > TimeSpan.Zero)
                await Task.Delay(shape.Pause, options.Clock, cancel);
            first = false;
            // Where the other side is gone, what follows in the script says whether that was expected.
            if (!await connection.SendAsync(piece, cancel))
                return;
        }
    }

    private async Task<Outcome?> HearAsync(RawConnection connection, Hear hear, CancellationToken cancel)
    {
        var began = log.Now;
        var limit = hear.Within ?? (hear.Optional ? OptionalLimit : LongestLook(hear));
        var (met, why) = await _listener.HearAsync(connection, hear.Choices, limit, cancel);
        if (met is null)
            return hear.Optional ? null : Failed(hear, Expected(hear), Heard(connection), why);
        if (hear.After is { } soonest && log.Now - began < soonest)
            return Failed(hear, Expected(hear), Heard(connection), $"it came before {Durations.Show(soonest)} had passed");
        _finished = met.Ruling is not null;
        return met.Ruling switch
        {
            Ruling.Fail => Failed(hear, Expected(hear), TranscriptWriter.Show(met.Step), met.Reason!),
            Ruling.Warn => Ended(End.Warned, met.Reason!),
            _ => null,
        };
    }

    private TimeSpan LongestLook(Hear hear)
    {
        var quiet = hear.Choices.Max(c => c.Expectation.DecidesAfter);
        return quiet > options.ReplyLimit ? quiet.Value : options.ReplyLimit;
    }

    private async Task<Outcome?> DoAsync(RawConnection connection, Do act, CancellationToken cancel)
    {
        switch (act.Directive.Word)
        {
            case "close":
                connection.Close();
                return null;
            case "reset":
                connection.Reset();
                return null;
            case "shutdown":
                connection.Shutdown(act.Directive.Arguments[0] == "write" ? SocketShutdown.Send : SocketShutdown.Receive);
                return null;
            default:
                return await FenceAsync(connection, act, cancel);
        }
    }

    // A server answers in order (RFC 2920 3.2), so whatever it said before stands in front of NOOP's reply.
    private async Task<Outcome?> FenceAsync(RawConnection connection, Do act, CancellationToken cancel)
    {
        if (connection.Heard.Length > 0)
            return Failed(act, "nothing more", Heard(connection), "something was said that was not expected");
        await connection.SendAsync("NOOP\r\n"u8.ToArray(), cancel);
        var noop = new Choice(act.Directive, new ReplyExpectation(ReplyPattern.TryParse("250")!), null, null);
        var (met, why) = await _listener.HearAsync(connection, [noop], options.ReplyLimit, cancel);
        if (met is null)
            return Failed(act, "250 to NOOP", Heard(connection), why);
        return connection.Heard.Length > 0
            ? Failed(act, "nothing before NOOP's reply", Heard(connection), "more was said than one reply")
            : null;
    }

    private async Task<Outcome?> CountMailAsync(Do act, CancellationToken cancel)
    {
        var wanted = MailCount.Parse(act.Directive, variables);
        if (options.Mail is not { } store)
            throw new MissingValueException("mail");
        var count = await store.CountAsync(wanted, cancel);
        return count == wanted.Count
            ? null
            : Failed(act, $"{wanted.Count} messages", $"{count} messages", "the next hop received another number");
    }

    // What was said behind the last line was not expected by it.
    private Outcome? Leftover()
    {
        var talkative = _finished ? null : peers.Open.FirstOrDefault(p => !p.Closed && p.Heard.Length > 0);
        return talkative is null || script.Acts.Count == 0
            ? null
            : Failed(script.Acts[^1], "nothing more", Heard(talkative), "more was said than the script expects");
    }

    private string Expected(Hear hear) =>
        string.Join(" or ", hear.Choices.Where(c => c.Ruling != Ruling.Fail).Select(c => Filled(c.Step)));

    private string Filled(Step step)
    {
        try
        {
            return variables.Fill(TranscriptWriter.Show(step));
        }
        catch (MissingValueException)
        {
            return TranscriptWriter.Show(step);
        }
    }

    private static string Heard(RawConnection connection) => connection.Heard.Length > 0
        ? new Octets(connection.Heard[..Math.Min(connection.Heard.Length, 500)]).ToString()
        : connection.Ended switch
        {
            Ending.Eof => "(end of stream)",
            Ending.Reset => "(reset)",
            _ => "(nothing)",
        };

    private Outcome Failed(Act act, string expected, string heard, string why) =>
        new(End.Failed, why, new Mismatch(act.Step, act.Connection, expected, heard, why, log.Now), log);

    private Outcome Ended(End end, string reason) => new(end, reason, null, log);
}
