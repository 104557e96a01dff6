using System.Runtime.InteropServices;
using Benchmarks;

// Each figure stands beside its peer, measured in the same run; ratios survive a noisy machine better than times do.
Console.WriteLine($"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, .NET {Environment.Version}");
(string Name, Func<Task> MeasureAsync)[] all =
[
    ("transcript", TranscriptOverhead.MeasureAsync),
    ("verification", WarmVerification.MeasureAsync),
    ("recipients", VerifiedRecipients.MeasureColdAsync),
    ("recipients-warm", VerifiedRecipients.MeasureWarmAsync),
    ("spool-layouts", SpoolLayouts.MeasureAsync),
    ("proxy", RecordingProxyDelay.MeasureAsync),
    ("start", StartToListening.MeasureAsync),
    ("sinks", Sinks.MeasureAsync),
    ("load", Sinks.MeasureLoadAsync),
    ("idle", IdleMemory.MeasureSimulatorAsync),
    ("gateway-idle", IdleMemory.MeasureGatewayAsync),
    ("tarpit", Tarpit.MeasureAsync),
    ("dead", DeadServer.MeasureAsync),
    ("kept", KeptMail.MeasureAsync),
    ("queued", QueuedMail.MeasureAsync),
    ("killed", KilledGateway.MeasureAsync),
    ("power", PowerLoss.MeasureAsync),
    ("check", WholeRun.MeasureAsync),
];
var unknown = args.Except(all.Select(a => a.Name)).FirstOrDefault();
if (unknown is not null)
{
    Console.Error.WriteLine($"bench: there is no '{unknown}'; there are {string.Join(", ", all.Select(a => a.Name))}");
    return 2;
}
Figures.Head();
foreach (var (_, measureAsync) in all.Where(a => args.Length == 0 || args.Contains(a.Name)))
    await measureAsync();
return 0;
