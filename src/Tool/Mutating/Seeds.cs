using System.Net;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>
/// Valid speeches, taken off the wire while the transcripts are played: with values filled in, bodies stuffed, and cut into
/// writes as they were.
/// </summary>
public static class Seeds
{
    /// <returns>The speech, or why there is none.</returns>
    /// <exception cref="UnusableFileException">The transcript cannot be played.</exception>
    public static async Task<(Speech? Speech, string Why)> TakeAsync(
        TranscriptSource source, EndPoint target, Variables variables, WalkOptions options, CancellationToken cancel)
    {
        var script = ScriptCompiler.Compile(source, Role.Client);
        if (script.Connections.Count > 1)
            return (null, "it has more than one connection");
        if (source.Transcript.Steps.Any(s => s is Directive { Word: "tls" }))
            return (null, "it speaks TLS, and mutated octets inside TLS are not made");
        if (Needs.Missing(script, variables, hasMail: false) is [var missing, ..])
            return (null, missing.Message);
        var log = new SessionLog(options.Clock);
        await using var peers = new DialledPeers(target, log);
        var outcome = await new Walker(script, peers, log, variables, options).WalkAsync(cancel);
        cancel.ThrowIfCancellationRequested();
        var speech = Speech.Of(log);
        return outcome.End switch
        {
            End.Unreachable => throw new SeedUnreachableException(outcome.Reason),
            _ when !outcome.IsGood => (null, $"the target does not go along with it: {outcome.Reason}"),
            _ when speech.Writes.Any(w => w.Text.StartsWith("LHLO", StringComparison.OrdinalIgnoreCase)) =>
                (null, "it speaks LMTP, where one command may be owed several answers (RFC 2033)"),
            _ when speech.Length == 0 => (null, "its client says nothing"),
            _ => (speech, ""),
        };
    }
}

/// <summary>Nobody listens where the target should be.</summary>
public sealed class SeedUnreachableException(string message) : Exception(message);
