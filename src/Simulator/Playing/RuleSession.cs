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

    private readonly DefaultReplies _default = new(rules.Capabilities);

    public async Task RunAsync(CancellationToken cancel)
    {
        await AnswerAsync(ServedCommand.Connect, cancel);
        while (!connection.Closed && await HearLineAsync(cancel) is { } line)
        {
            var command = ServedCommand.Of(line);
            if (await AnswerAsync(command, cancel) && !connection.Closed)
                await TakeMessageAsync(cancel);
            if (command.Trigger == "QUIT")
                connection.Close();
        }
    }

    /// <summary>True where the answer was 354.</summary>
    private async Task<bool> AnswerAsync(ServedCommand command, CancellationToken cancel)
    {
        var usual = _default.Answer(command);
        if (rules.Take(command, number) is not { } rule)
            return await SayAsync(usual, cancel);
        var said = await ActAsync(rule, cancel);
        if (said is '4' or '5')
            _default.Refuse(command);
        return said is null && !connection.Closed ? await SayAsync(usual, cancel) : command.Trigger == "DATA" && said == '3';
    }

    private async Task<bool> SayAsync(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        await connection.SendAsync(Octets.Join(lines.Select(Octets.OfLine)).Memory, cancel);
        return lines[0].StartsWith("354", StringComparison.Ordinal);
    }

    /// <summary>The first digit of what the rule said, null where it said nothing.</summary>
    private async Task<char?> ActAsync(Rule rule, CancellationToken cancel)
    {
        var shape = Shape.Whole;
        char? said = null;
        foreach (var action in rule.Actions)
        {
            if (action is Line line)
            {
                await Sender.SendAsync(connection, Utterance.Of(line, new Variables()), shape, clock, cancel);
                said ??= line.Text.TrimStart('"') is [var digit, ..] ? digit : ' ';
                shape = Shape.Whole;
            }
            else if (action is Directive { Word: "chunk" or "split" or "cut" } shaping)
                shape = shape.With(shaping);
            else if (action is Directive { Word: "wait" } wait)
                await Task.Delay(Durations.Parse(wait.Arguments[0]), clock, cancel);
            else
                ConnectionDirectives.TryDo(connection, (Directive)action);
        }
        return said;
    }

    private async Task TakeMessageAsync(CancellationToken cancel)
    {
        var content = new List<Octets>();
        while (await HearLineAsync(cancel) is { } line && line != ".")
            content.Add(Octets.OfLine(line.StartsWith('.') ? line[1..] : line));
        if (connection.Ended is not null)
            return;
        var transaction = _default.Transaction;
        var refusal = connection.Log.Entries.Count;
        await AnswerAsync(ServedCommand.Dot, cancel);
        if (transaction is var (from, recipients) && Accepted(refusal))
            mail.Add(new Mail(from, recipients, Octets.Join(content), connection.Log.Now));
    }

    // The last word counts, and only where it was said to its end.
    private bool Accepted(int since)
    {
        var last = connection.Log.Entries.Skip(since)
            .LastOrDefault(e => e.What == Happening.Said && e.Connection == connection.Name);
        return last is not null && last.Octets.Span is [(byte)'2', _, _, .., (byte)'\r', (byte)'\n'];
    }

    /// <summary>The next line without its CRLF; null once the other side has ended.</summary>
    private async Task<string?> HearLineAsync(CancellationToken cancel)
    {
        while (ReplyText.NextLine(connection.Heard) is null && connection.Ended is null && !connection.Closed)
        {
            if (connection.Heard.Length > LongestLine)
                connection.Reset();
            await connection.HearAsync(cancel);
        }
        if (ReplyText.NextLine(connection.Heard) is not var (line, length, _))
            return null;
        connection.Take(length);
        return line;
    }
}
