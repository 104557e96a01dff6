using System.Runtime.InteropServices;
using Benchmarks;

// Each figure stands beside its peer, measured in the same run; ratios survive a noisy machine better than times do.
Console.WriteLine($"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, .NET {Environment.Version}");
Figures.Head();
await TranscriptOverhead.MeasureAsync();
await WarmVerification.MeasureAsync();
await WholeRun.MeasureAsync();
