using System.Net.Sockets;
using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>One session with the target.</summary>
public sealed class Trial(TrialTerms terms) : IDisposable
{
    // A reply of more than this is none: 4.5.3.1.5 allows lines of 512 octets, and no EHLO has a thousand.
    private const int LongestReply = 512 * 1024;

    // Ten seconds of 50 ms: a mutant has some twenty writes, and thousands where it is said line by line.
    private const int MostSilences = 200;

    private readonly StrictReading _reading = new();
    private readonly OctetBuffer _heard = new();
    private readonly SocketTransport _transport = new(new Socket(SocketType.Stream, ProtocolType.Tcp));
    private readonly List<Turn> _turns = [new Turn(default, [])];
    // From one reply to the next, however it goes on: octet by octet, with one that never ends, without ever reading.
    private readonly CancellationTokenSource _timer = new(Timeout.InfiniteTimeSpan, terms.Clock);
    private TimeSpan _patience;
    private int _refusals;
    private int _silences;

    /// <summary>Messages that the target accepted.</summary>
    public int Accepted => _reading.Accepted;

    /// <inheritdoc cref="StrictReading.IsCertain"/>
    public bool IsCertain => _reading.IsCertain;

    /// <summary>The target reset the connection: what it had said may be lost.</summary>
    public bool WasReset { get; private set; }

    /// <summary>What was said and answered, the greeting first; what a misdeed was found by is not among it.</summary>
    public IReadOnlyList<Turn> Turns => _turns;

    /// <summary>Null where the target behaved.</summary>
    public async Task<Finding?> RunAsync(Speech speech, CancellationToken cancel)
    {
        _patience = terms.Within * (speech.Writes.Count + 3);
        _timer.CancelAfter(_patience);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancel, _timer.Token);
        try
        {
            await _transport.ConnectAsync(terms.Target, whole.Token);
            return await SayAllAsync(speech, whole.Token) ?? await EndAsync(whole.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Finding(Misdeed.Hang, $"no end of it, behind '{_reading.LastCommand}'");
        }
        catch (SocketException gone) when (gone.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return new Finding(Misdeed.Crash, $"connections are not taken any more: {gone.Message}");
        }
        catch (SocketException gone) when (gone.SocketErrorCode
            is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown)
        {
            WasReset = true;
            return await LastWordsAsync(whole.Token) ?? Gone();
        }
    }

    // Who says 421 and closes with something unread resets the connection: what it has said is there all the same.
    private async Task<Finding?> LastWordsAsync(CancellationToken cancel)
    {
        try
        {
            while (await ReceivedAsync(terms.Within, cancel) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // That was all.
        }
        return JudgeHeard();
    }

    private async Task<Finding?> SayAllAsync(Speech speech, CancellationToken cancel)
    {
        if (await HearDueAsync(cancel) is { } before)
            return before;
        foreach (var write in speech.Writes.TakeWhile(_ => !_reading.IsOver))
        {
            _turns.Add(new Turn(write, []));
            _reading.Say(write.Span);
            for (var left = write.Memory; left.Length > 0;)
                left = left[await _transport.SendAsync(left, cancel)..];
            if (await HearDueAsync(cancel) is { } finding)
                return finding;
        }
        return null;
    }

    // Hears until nothing is owed any more, and what has come besides.
    private async Task<Finding?> HearDueAsync(CancellationToken cancel)
    {
        while (!_reading.IsOver)
        {
            if (JudgeHeard() is { } finding)
                return finding;
            if (_reading.IsOver)
                return null;
            if (_reading.Due > 0 || _transport.HasArrived)
            {
                if (await HearAsync(cancel) is { } silence)
                    return silence.Text.Length > 0 ? silence : null;
            }
            else if (await IsSilentAsync(cancel))
            {
                return null;
            }
        }
        return null;
    }

    // Nothing more comes, or enough was waited for that.
    private async Task<bool> IsSilentAsync(CancellationToken cancel)
    {
        if (terms.Settle == TimeSpan.Zero || _silences >= MostSilences)
            return true;
        if (await ReceivedAsync(terms.Settle, cancel) is not (null or 0))
            return false;
        _silences++;
        return true;
    }

    private Finding? JudgeHeard()
    {
        while (NextReply() is var (reply, octets))
        {
            if (Judge(reply, octets) is { } finding)
                return finding;
        }
        return null;
    }

    private (ReplyText Reply, string Octets)? NextReply()
    {
        if (ReplyText.Read(_heard.Span) is not { } reply)
            return null;
        var octets = reply.Complaint is null ? "" : Escapes.Encode(_heard.Span[..reply.Length]);
        _heard.Take(reply.Length);
        return (reply, octets);
    }

    private Finding? Judge(ReplyText reply, string octets)
    {
        if (_reading.IsOver)
            return null;
        var (code, shown, command) = (reply.Code, Short(reply.ToString()), _reading.Awaited);
        if ((reply.Complaint ?? WrongCode(code)) is { } complaint)
            return new Finding(Misdeed.NoReply, $"no reply, {complaint}: '{(octets.Length > 0 ? Short(octets) : shown)}'");
        _refusals += code / 100 == 5 ? 1 : 0;
        if (_refusals >= terms.Storm)
            return new Finding(Misdeed.Storm, $"{_refusals} refusals in one session, the last: '{shown}'");
        return _reading.Hear(code, reply.Lines.Any(OffersChunks)) switch
        {
            Misdeed.NoReply => new Finding(Misdeed.NoReply, $"no answer to '{command}': {shown}"),
            Misdeed.MessageCount => new Finding(Misdeed.MessageCount, $"accepted before its end had come: '{shown}'"),
            { } misdeed => new Finding(misdeed, $"one answer more than commands, behind '{command}': {shown}"),
            null => Took(code),
        };
    }

    // RFC 5321 4.2: Reply-code = %x32-35 %x30-35 %x30-39. Some say 570 and more; the first digit is what clients go by (4.2.1).
    private static string? WrongCode(int code) =>
        code / 100 is >= 2 and <= 5 ? null : "a code begins with 2 to 5";

    private static bool OffersChunks(string line) => line.Trim().Equals("CHUNKING", StringComparison.OrdinalIgnoreCase);

    private Finding? Took(int code)
    {
        (_reading.WasExcused ? _turns[^1].Excused : _turns[^1].Codes).Add(code);
        // What comes behind the end may go on for ever.
        if (!_reading.IsOver)
            _timer.CancelAfter(_patience);
        return null;
    }

    // A client that has ended its direction is owed an end, too.
    private async Task<Finding?> EndAsync(CancellationToken cancel)
    {
        _transport.Shutdown(SocketShutdown.Send);
        _turns.Add(new Turn(default, []) { IsEnd = true });
        while (true)
        {
            if (await HearAsync(cancel) is { } over)
                return over.Misdeed == Misdeed.Hang
                    ? new Finding(Misdeed.StaysOpen, $"the client has ended, this has not, behind '{_reading.LastCommand}'")
                    : EndedWell();
            while (NextReply() is var (reply, octets))
            {
                if (Judge(reply, octets) is { Misdeed: not Misdeed.Storm } finding)
                    return finding;
            }
        }
    }

    // Where nothing came behind the end, that shows nothing.
    private Finding? EndedWell()
    {
        if (_turns[^1] is { Codes.Count: 0, Excused.Count: 0 })
            _turns.RemoveAt(_turns.Count - 1);
        return null;
    }

    /// <summary>Null where something came. A finding without a text: the target ended the connection as it may.</summary>
    private async Task<Finding?> HearAsync(CancellationToken cancel)
    {
        if (await ReceivedAsync(terms.Within, cancel) is not { } count)
            return new Finding(Misdeed.Hang, $"no answer to '{_reading.Awaited}'");
        if (count == 0)
            return Gone() ?? new Finding(Misdeed.Dropped, "");
        return _heard.Length <= LongestReply ? null : new Finding(Misdeed.NoReply, "a reply without end");
    }

    /// <summary>How many octets came, 0 at the end of the connection; null where nothing came in time.</summary>
    private async Task<int?> ReceivedAsync(TimeSpan within, CancellationToken cancel)
    {
        using var timer = new CancellationTokenSource(within, terms.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, timer.Token);
        try
        {
            return await _transport.ReceiveAsync(_heard, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _transport.Dispose();
        _timer.Dispose();
    }

    private Finding? Gone() => _reading.IsOver || _reading.Due == 0
        ? null
        : new Finding(Misdeed.Dropped, $"closed without 221 or 421 where '{_reading.Awaited}' was to be answered");

    private static string Short(string text) => text.Length > 60 ? $"{text[..60]}…" : text;
}
