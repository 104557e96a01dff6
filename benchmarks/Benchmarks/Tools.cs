namespace Benchmarks;

/// <summary>Programs of others to stand beside.</summary>
internal static class Tools
{
    /// <summary>Postfix's sink; null where it is not installed (apt: postfix).</summary>
    public static string? SmtpSink { get; } = Find("smtp-sink");

    /// <summary>Postfix's source.</summary>
    public static string? SmtpSource { get; } = Find("smtp-source");

    /// <summary>The bare C sink, built by hand into the folder that BENCH_TOOLS names: about what a machine allows.</summary>
    public static string? CSink { get; } = Find("csink");

    /// <summary>A load client in C, from the same folder.</summary>
    public static string? SmtpLoad { get; } = Find("smtpload");

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/sbin").Append(Environment.GetEnvironmentVariable("BENCH_TOOLS") ?? "/nowhere")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
