using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>
/// One connection of the looping server: hears a command and lets the first fitting rule answer, else the default.
/// </summary>
public sealed class RuleSession(RawConnection connection, int number, RuleSet rules, MailStore mail, TimeProvider clock)
{
    // A fake server is given to test programs, not to the internet: far above any line a client may send.
    private const int LongestLine = 1 << 20;

    // Above the largest message that any server offers to take by default.
    private const int LongestMessage = 1 << 30;

    private readonly DefaultReplies _default = new(rules.Capabilities);
    private ServedState _state = ServedState.Connected;

    public async Task RunAsync(CancellationToken cancel)
    {
        await AnswerAsync(ServedCommand.Connect, null, cancel);
        while (!connection.Closed && await HearLineAsync(cancel) is var (line, complaint))
        {
            var command = ServedCommand.Of(line);
            if (complaint is not null)
                await SayAsync(DefaultReplies.Misformed, cancel);
            else if (await AnswerAsync(command, null, cancel) == '3' && command.Trigger == "DATA")
                await TakeMessageAsync(cancel);
            if (complaint is null && command.Trigger == "QUIT")
                connection.Close();
        }
    }

    /// <summary>The first digit of the answer, null where none was given.</summary>
    /// <param name="message">The message that the command ends; it counts as received just before it is accepted.</param>
    private async Task<char?> AnswerAsync(ServedCommand command, Mail? message, CancellationToken cancel)
    {
        var usual = _default.Answer(command, _state);
        var said = rules.Take(command, number) is { } rule ? await ActAsync(rule, message, cancel) : null;
        // A refused message is gone all the same (RFC 5321 4.1.1.4); anything else refused has not happened.
        if (said is not ('4' or '5') || command == ServedCommand.Dot)
            _state = usual.After;
        if (said is not null || connection.Closed)
            return said;
        Count(message);
        await SayAsync(usual.Lines, cancel);
        return usual.Lines[0][0];
    }

    // Just before its acknowledgement goes out, so that whoever hears that may count at once.
    private void Count(Mail? message)
    {
        if (message is not null && connection.CanSay)
            mail.Add(message with { At = connection.Log.Now });
    }

    private Task<bool> SayAsync(IReadOnlyList<string> lines, CancellationToken cancel) =>
        connection.SendAsync(Octets.Join(lines.Select(Octets.OfLine)).Memory, cancel);

    /// <summary>The first digit of what the rule said, null where it said nothing.</summary>
    private async Task<char?> ActAsync(ArmedRule rule, Mail? message, CancellationToken cancel)
    {
        var shape = Shape.Whole;
        char? said = null;
        foreach (var action in rule.Actions)
        {
            if (action is Line line)
            {
                var octets = Utterance.Of(line, rule.Values);
                if (ReferenceEquals(line, rule.LastLine) && Accepts(octets, shape))
                    Count(message);
                await Sender.SendAsync(connection, octets, shape, clock, cancel);
                said ??= octets.Length > 0 ? (char)octets[0] : ' ';
                shape = Shape.Whole;
            }
            else if (action is Directive shaping && Words.Find(shaping.Word)!.Is(WordKinds.Shapes))
                shape = shape.With(shaping);
            else if (action is Directive { Word: "wait" } wait)
                await Task.Delay(Durations.Parse(wait.Arguments[0]), clock, cancel);
            else
                ConnectionDirectives.TryDo(connection, (Directive)action);
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

    private async Task TakeMessageAsync(CancellationToken cancel)
    {
        var looked = 0;
        while (MessageText.Length(connection.Heard, looked) is null)
        {
            looked = connection.Heard.Length;
            if (!await HearMoreAsync(LongestMessage, cancel))
                return;
        }
        var length = MessageText.Length(connection.Heard, looked)!.Value;
        var content = MessageText.Unstuffed(connection.Heard[..length]);
        connection.Take(length);
        var message = _state.From is { } from ? new Mail(from, _state.Recipients, content, connection.Log.Now) : null;
        await AnswerAsync(ServedCommand.Dot, message, cancel);
    }

    /// <summary>The next line without its end, and what is wrong with it; null once the other side has ended.</summary>
    private async Task<(string Line, string? Complaint)?> HearLineAsync(CancellationToken cancel)
    {
        while (ReplyText.NextLine(connection.Heard) is null)
        {
            if (!await HearMoreAsync(LongestLine, cancel))
                return null;
        }
        var (line, length, complaint) = ReplyText.NextLine(connection.Heard)!.Value;
        connection.Take(length);
        return (line, complaint);
    }

    /// <summary>False where nothing more can come, or more has come than any client may say at once.</summary>
    private async Task<bool> HearMoreAsync(int longest, CancellationToken cancel)
    {
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
