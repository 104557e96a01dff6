using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>One side says nothing more (FIN), or wants to hear nothing more, either (RST).</summary>
/// <param name="Behind">So many segments were said before.</param>
public sealed record SessionEnd(int Behind, Speaker Speaker, bool IsReset)
{
    // What a proxy notes of its two connections, and a fake server of its one.
    private static readonly Dictionary<string, (Speaker Speaker, bool IsReset)> Noted = new()
    {
        [$"# the {Passage.Client}: {LogEntry.EndOfStream}"] = (Speaker.Client, false),
        [$"# the {Passage.Client}: {LogEntry.ResetByPeer}"] = (Speaker.Client, true),
        [$"# the {Passage.Server}: {LogEntry.EndOfStream}"] = (Speaker.Server, false),
        [$"# the {Passage.Server}: {LogEntry.ResetByPeer}"] = (Speaker.Server, true),
        [$"# {LogEntry.EndOfStream}"] = (Speaker.Client, false),
        [$"# {LogEntry.ResetByPeer}"] = (Speaker.Client, true),
        [$"# {LogEntry.Close}"] = (Speaker.Server, false),
        [$"# {LogEntry.ShutdownSend}"] = (Speaker.Server, false),
        [$"# {LogEntry.Reset}"] = (Speaker.Server, true),
    };

    /// <summary>Null where the step ends nothing.</summary>
    /// <param name="transcript">Only a recording has remarks that count.</param>
    /// <param name="behind">So many segments were said before.</param>
    /// <param name="role">The side whose script it is.</param>
    internal static SessionEnd? Of(Transcript transcript, Step step, int behind, Role role)
    {
        var (own, other) = role == Role.Client ? (Speaker.Client, Speaker.Server) : (Speaker.Server, Speaker.Client);
        return step switch
        {
            Remark remark when transcript["recorded"] is not null && Noted.TryGetValue(remark.Text, out var end) =>
                new SessionEnd(behind, end.Speaker, end.IsReset),
            Directive { Word: "close" } or Directive { Word: "shutdown", Arguments: ["write"] } =>
                new SessionEnd(behind, own, false),
            Directive { Word: "reset" } => new SessionEnd(behind, own, true),
            Directive { Word: "eof" } => new SessionEnd(behind, other, false),
            Directive { Word: "rst" } => new SessionEnd(behind, other, true),
            _ => null,
        };
    }
}
