using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>
/// The sane engine behind <c>@serve default</c>: what a plain SMTP server says where no rule does. Knows the order of
/// commands and nothing else: it accepts every address.
/// </summary>
public sealed class DefaultReplies(ValueList<string> capabilities)
{
    private const string Name = "sim.example";

    private readonly List<string> _recipients = [];
    private bool _greeted;
    private string? _from;

    /// <summary>The open transaction's sender and recipients, null between transactions.</summary>
    public (string From, ValueList<string> Recipients)? Transaction =>
        _from is { } from ? (from, [.. _recipients]) : null;

    /// <summary>The reply lines to a command, and the state after it.</summary>
    public IReadOnlyList<string> Answer(ServedCommand command) => command.Trigger switch
    {
        "connect" => [$"220 {Name} ESMTP"],
        "HELO" => Greet([$"250 {Name}"]),
        "EHLO" => Greet(Ehlo()),
        "MAIL" => Mail(command),
        "RCPT" => Recipient(command),
        "DATA" => [_recipients.Count > 0 ? "354 Go on; end with a line of one dot" : "503 5.5.1 RCPT first"],
        "DOT" => Forget(["250 2.0.0 Accepted"]),
        "RSET" => Forget(["250 2.0.0 Forgotten"]),
        "NOOP" => ["250 2.0.0 Still here"],
        "VRFY" => ["252 2.1.5 Send it and see"],
        "HELP" => ["214 2.0.0 A simulator: it accepts everything its rules do not refuse"],
        "QUIT" => [$"221 2.0.0 {Name} closing"],
        _ => ["500 5.5.1 Not a command here"],
    };

    /// <summary>Takes back what the command did to the state, after a rule refused it.</summary>
    public void Refuse(ServedCommand command)
    {
        if (command.Trigger == "MAIL" || command.Trigger == "DOT")
            Forget([]);
        if (command.Trigger == "RCPT" && _recipients.Count > 0)
            _recipients.RemoveAt(_recipients.Count - 1);
    }

    private string[] Ehlo()
    {
        string[] lines = [Name, .. capabilities];
        return [.. lines.Select((line, i) => i == lines.Length - 1 ? $"250 {line}" : $"250-{line}")];
    }

    private IReadOnlyList<string> Mail(ServedCommand command)
    {
        if (!_greeted || _from is not null)
            return ["503 5.5.1 Not now"];
        _from = command.Argument;
        return ["250 2.1.0 Sender fine"];
    }

    private IReadOnlyList<string> Recipient(ServedCommand command)
    {
        if (_from is null)
            return ["503 5.5.1 MAIL first"];
        _recipients.Add(command.Argument);
        return ["250 2.1.5 Recipient fine"];
    }

    private IReadOnlyList<string> Greet(IReadOnlyList<string> reply)
    {
        _greeted = true;
        return Forget(reply);
    }

    private IReadOnlyList<string> Forget(IReadOnlyList<string> reply)
    {
        _from = null;
        _recipients.Clear();
        return reply;
    }
}
