using SmtpGate.Plugins;
using SmtpGate.Recipients;
using SmtpGate.Relaying;
using SmtpGate.Sinks;

namespace SmtpGate.VirtualServers;

/// <summary>Makes the sinks that are registered in the settings.</summary>
internal static class RegisteredSinks
{
    public static ISink Make(SinkOptions sink, VirtualServerOptions server, Surroundings around) => sink.Kind switch
    {
        "Relay" => new RelaySink(server.Relay, speaks: true),
        "Respond" => new RespondSink(sink.Respond!),
        "Assembly" => SinkAssembly.Make(sink.Class!, sink.Text),
        _ => Verifying(sink, server, around),
    };

    private static RcptProxySink Verifying(SinkOptions sink, VirtualServerOptions server, Surroundings around)
    {
        var source = new SinkSettingsFile(around.Path, server.Name, sink.Terms.Id);
        var logger = around.Logs.CreateLogger<RecipientVerifier>();
        var verifier = new RecipientVerifier(sink.Name, sink.RcptProxy!, around.Clock, logger, source);
        var path = server.Home is { } home ? Path.Combine(home, $"verified-{sink.Terms.Id}.txt") : null;
        var file = path is not null
            ? new VerdictFile(path, verifier.Cache, sink.RcptProxy!.CacheEntries, around.Clock, logger)
            : null;
        return new RcptProxySink(verifier, around.Logs.CreateLogger<RcptProxySink>(), file);
    }
}
