using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>What a served client has said so far.</summary>
/// <param name="Greeted">HELO or EHLO was accepted.</param>
/// <param name="From">The open transaction's MAIL argument, null between transactions.</param>
public sealed record ServedState(bool Greeted, string? From, ValueList<string> Recipients)
{
    public static readonly ServedState Connected = new(false, null, []);

    public ServedState WithoutTransaction => this with { From = null, Recipients = [] };
}

/// <summary>What the sane server says to a command, and what holds once it has said so.</summary>
public sealed record DefaultAnswer(IReadOnlyList<string> Lines, ServedState After);

/// <summary>
/// The sane engine behind <c>@serve default</c>: what a plain SMTP server says where no rule does. Knows the order of
/// commands and nothing else: it accepts every address.
/// </summary>
public sealed class DefaultReplies(ValueList<string> capabilities)
{
    private const string Name = "sim.example";

    /// <summary>What is said to a line that does not end in CRLF (RFC 5321 2.3.8), whatever stands in it.</summary>
    public static readonly IReadOnlyList<string> Misformed = ["500 5.5.2 A line ends in CRLF, and has no other CR or LF"];

    public DefaultAnswer Answer(ServedCommand command, ServedState state) => command.Trigger switch
    {
        "connect" => new([$"220 {Name} ESMTP"], state),
        "HELO" => new([$"250 {Name}"], state.WithoutTransaction with { Greeted = true }),
        "EHLO" => new(Ehlo(), state.WithoutTransaction with { Greeted = true }),
        "MAIL" => Mail(command, state),
        "RCPT" => Recipient(command, state),
        "DATA" => new([state.Recipients.Count > 0 ? "354 Go on; end with a line of one dot" : "503 5.5.1 RCPT first"], state),
        "DOT" => new(["250 2.0.0 Accepted"], state.WithoutTransaction),
        "RSET" => new(["250 2.0.0 Forgotten"], state.WithoutTransaction),
        "NOOP" => new(["250 2.0.0 Still here"], state),
        "VRFY" => new(["252 2.1.5 Send it and see"], state),
        "HELP" => new(["214 2.0.0 A simulator: it accepts everything its rules do not refuse"], state),
        "QUIT" => new([$"221 2.0.0 {Name} closing"], state),
        _ => new(["500 5.5.1 Not a command here"], state),
    };

    private string[] Ehlo()
    {
        string[] lines = [Name, .. capabilities];
        return [.. lines.Select((line, i) => i == lines.Length - 1 ? $"250 {line}" : $"250-{line}")];
    }

    private static DefaultAnswer Mail(ServedCommand command, ServedState state) =>
        !state.Greeted || state.From is not null
            ? new(["503 5.5.1 Not now"], state)
            : new(["250 2.1.0 Sender fine"], state with { From = command.Argument });

    private static DefaultAnswer Recipient(ServedCommand command, ServedState state) => state.From is null
        ? new(["503 5.5.1 MAIL first"], state)
        : new(["250 2.1.5 Recipient fine"], state with { Recipients = [.. state.Recipients, command.Argument] });
}
