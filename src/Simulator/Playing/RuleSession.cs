using System.Runtime.CompilerServices;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>
/// One connection of the looping server: hears a command and lets the first fitting rule answer, else the default. The
/// replies to commands that came together go out together (RFC 2920 3.2).
/// </summary>
public sealed class RuleSession(RawConnection connection, int number, RuleSet rules, MailStore mail, TimeProvider clock)
{
    // A fake server is given to test programs, not to the internet: far above any line a client may send.
    private const int LongestLine = 1 << 20;

    // Above the largest message that any server offers to take by default.
    private const int LongestMessage = 1 << 30;

    // Replies to so much pipelining are not held back any longer.
    private const int MostHeldBack = 16 * 1024;

    private readonly DefaultReplies _default = new(rules.Capabilities);
    private readonly TurnsOfSession _turns = new();
    private readonly OctetBuffer _replies = new();
    private ServedState _state = ServedState.Connected;

    public async Task RunAsync(CancellationToken cancel)
    {
        await AnswerAsync(ServedCommand.Connect, null, cancel);
        while (!connection.Closed && await HearLineAsync(cancel) is var (line, complaint))
        {
            if (complaint is not null)
                _replies.Append(DefaultReplies.Misformed.Octets.Span);
            else
                await ObeyAsync(ServedCommand.Of(line), cancel);
        }
        await FlushAsync(cancel);
    }

    private async ValueTask ObeyAsync(ServedCommand command, CancellationToken cancel)
    {
        var said = await AnswerAsync(command, null, cancel);
        if (said == '3' && command.Trigger == "DATA")
            await TakeMessageAsync(cancel);
        if (command.Trigger == "QUIT")
        {
            await FlushAsync(cancel);
            connection.Close();
        }
    }

    /// <summary>The first digit of the answer, null where none was given.</summary>
    /// <param name="message">The message that the command ends; it counts as received just before it is accepted.</param>
    private async ValueTask<char?> AnswerAsync(ServedCommand command, OctetBuffer? message, CancellationToken cancel)
    {
        var usual = _default.Answer(command, _state);
        var before = _state;
        var rule = rules.Take(command, new RuleMoment(number, _state, _turns));
        var said = rule is { } answer ? await ActAsync(answer, message, cancel) : null;
        // A refused message is gone all the same (RFC 5321 4.1.1.4); anything else refused has not happened.
        if (said is not ('4' or '5') || command == ServedCommand.Dot)
            _state = usual.After;
        if (_state.From is null && before.From is not null)
            _turns.EndTransaction();
        if (said is not null || connection.Closed)
            return said;
        Count(message, before);
        _replies.Append(usual.Reply.Octets.Span);
        if (_replies.Length > MostHeldBack)
            await FlushAsync(cancel);
        return usual.Reply.Class;
    }

    // Just before its acknowledgement goes out, so that whoever hears that may count at once.
    private void Count(OctetBuffer? message, ServedState envelope)
    {
        if (message is not null && envelope.From is { } from && connection.CanSay)
            mail.Add(new Envelope(from, [.. envelope.Recipients]), message, connection.Log.Now);
    }

    private async ValueTask FlushAsync(CancellationToken cancel)
    {
        if (_replies.Length == 0)
            return;
        await connection.SendAsync(_replies.Memory, cancel);
        _replies.Take(_replies.Length);
        _replies.Release();
    }

    /// <summary>The first digit of what the rule said, null where it said nothing.</summary>
    private async ValueTask<char?> ActAsync(RuleAnswer answer, OctetBuffer? message, CancellationToken cancel)
    {
        await FlushAsync(cancel);
        char? said = null;
        foreach (var act in answer.Rule.Acts)
        {
            switch (act)
            {
                case RuleAct.Say say:
                    var octets = say.Ready ?? Utterance.Of(say.Line, answer.Values);
                    if (say.IsLast && Accepts(octets, say.Shape))
                        Count(message, _state);
                    await Sender.SendAsync(connection, octets, say.Shape, clock, cancel);
                    said ??= octets.Length > 0 ? (char)octets.Span[0] : ' ';
                    break;
                case RuleAct.Wait wait:
                    await Task.Delay(wait.Time, clock, cancel);
                    break;
                case RuleAct.Do { Directive: var directive }:
                    ConnectionDirectives.TryDo(connection, directive);
                    break;
            }
        }
        return said;
    }

    // The last word counts, and only where it is said to its end: "250 …" CRLF.
    private static bool Accepts(ReadOnlyMemory<byte> octets, Shape shape)
    {
        if (shape.Cut < octets.Length || !octets.Span.EndsWith("\r\n"u8))
            return false;
        var line = octets.Span[(octets.Span[..^2].LastIndexOf((byte)'\n') + 1)..];
        return line is [(byte)'2', _, _, not (byte)'-', ..];
    }

    private async ValueTask TakeMessageAsync(CancellationToken cancel)
    {
        var reader = new ContentReader();
        while (true)
        {
            connection.Take(reader.Take(connection.Heard));
            if (reader.Ended)
                break;
            if (reader.Content.Length > LongestMessage)
                connection.Reset();
            if (!await HearMoreAsync(LongestLine, cancel))
                return;
        }
        await AnswerAsync(ServedCommand.Dot, reader.Content, cancel);
    }

    /// <summary>The next line without its end, and what is wrong with it; null once the other side has ended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(string Line, string? Complaint)?> HearLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (ReplyText.NextLine(connection.Heard) is var (line, length, complaint))
            {
                connection.Take(length);
                return (line, complaint);
            }
            if (!await HearMoreAsync(LongestLine, cancel))
                return null;
        }
    }

    /// <summary>False where nothing more can come, or more has come than any client may say at once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> HearMoreAsync(int longest, CancellationToken cancel)
    {
        await FlushAsync(cancel);
        if (connection.Heard.Length > longest)
            connection.Reset();
        if (connection.Ended is not null || connection.Closed || connection.IsDeaf)
            return false;
        // A rule stopped reading and nothing resumes it: the client waits for as long as it likes.
        if (connection.IsPaused)
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancel);
        await connection.HearAsync(cancel);
        return true;
    }
}
