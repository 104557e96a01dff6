using System.Globalization;
using System.Text;
using SmtpGate.Configuration;
using SmtpGate.Queue;
using SmtpGate.Recipients;
using SmtpGate.VirtualServers;

namespace SmtpGate.Tests;

/// <summary>A configuration out of a test's own text: what it came to, and as text that can be compared.</summary>
internal static class Loaded
{
    /// <summary>The options of a file that is right.</summary>
    public static GatewayOptions From(string json)
    {
        var (options, problems) = Try(Encoding.UTF8.GetBytes(json));
        Assert.Empty(problems);
        return Assert.IsType<GatewayOptions>(options);
    }

    /// <summary>The problems of a file that is wrong.</summary>
    public static IReadOnlyList<SettingsProblem> Problems(string json)
    {
        var (options, problems) = Try(Encoding.UTF8.GetBytes(json));
        Assert.Null(options);
        return problems;
    }

    public static (GatewayOptions? Options, IReadOnlyList<SettingsProblem> Problems) Try(byte[] octets)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, octets);
            return GatewayOptions.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The verifier's settings out of the object that stands in its sink.</summary>
    public static VerifierSettings Verifier(string settings) =>
        From(WithVerifier(settings)).Servers[0].Sinks[0].RcptProxy!;

    public static string WithVerifier(string settings) =>
        $$"""{ "Listeners": [{}], "Sinks": [{ "Sink": "RcptProxy", "Settings": {{settings}} }] }""";

    public static string Describe(GatewayOptions options) => string.Join('\n',
    [
        options.LogLevel.ToString(),
        .. options.Servers.Select(Describe),
    ]);

    public static string Describe(VerifierSettings settings) => string.Create(
        CultureInfo.InvariantCulture, $"{settings with { Bypass = [] }} {string.Join(',', settings.Bypass)}");

    public static string Describe(VirtualServerOptions server) => string.Join('\n',
    [
        server.Name,
        server.HostName,
        .. server.Listeners.Select(l => $"{l.Name} {l.EndPoint} {l.Terms.TlsAtOnce} {l.Terms.Proxies.Count}"),
        server.Delivery.ToString(),
        Describe(server.Queue!),
        server.Limits.ToString(),
        .. server.Sinks.Select(Describe),
    ]);

    private static string Describe(QueueTerms queue) =>
        $"{queue.Options} {string.Join(' ', queue.Options.Retries.Intervals)} {queue.Routes.Others} {queue.Room}";

    private static string Describe(SinkOptions sink) => string.Create(
        CultureInfo.InvariantCulture,
        $"{sink.Name} {string.Join(',', sink.Terms.Events)} {sink.Terms.Priority} {sink.Terms.Enabled} {sink.Respond}")
        + (sink.RcptProxy is null ? "" : Describe(sink.RcptProxy));
}
