using System.Collections.Concurrent;
using System.Net;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Conformance;

/// <summary>Asks a server once what it offers in EHLO; also the proof that it still answers at all.</summary>
public sealed class CapabilityProbe(WalkOptions options)
{
    private const string Dialogue = "S: 220\nC: EHLO probe.example\nS: 250\nC: QUIT\nS: 221\n@eof\nor @rst\n";

    private readonly ConcurrentDictionary<IPEndPoint, Task<string>> _offered = new();

    /// <summary>True where the server offers the keyword.</summary>
    public async Task<bool> OffersAsync(IPEndPoint server, string keyword, CancellationToken cancel)
    {
        var heard = await _offered.GetOrAdd(server, s => HeardAsync(s, cancel));
        return heard.Split("\r\n").Any(line => line.Length > 4
            && line[4..].Split(' ')[0].Equals(keyword, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Null where the server greets, answers and says goodbye; else what is wrong.</summary>
    public async Task<Outcome> CheckAsync(IPEndPoint server, CancellationToken cancel) =>
        (await PlayAsync(server, cancel)).Outcome;

    private async Task<string> HeardAsync(IPEndPoint server, CancellationToken cancel)
    {
        var (_, log) = await PlayAsync(server, cancel);
        return log.AllHeard("1").Text;
    }

    private async Task<(Outcome Outcome, SessionLog Log)> PlayAsync(IPEndPoint server, CancellationToken cancel)
    {
        var log = new SessionLog(options.Clock);
        var script = ScriptCompiler.Compile(TranscriptSource.Read(Dialogue, "sanity case", "."), Role.Client);
        await using var peers = new DialledPeers(server, log);
        return (await new Walker(script, peers, log, new Variables(), options).WalkAsync(cancel), log);
    }
}
