using SmtpGate.Recipients;
using SmtpGate.Relaying;
using SmtpGate.Sinks;

namespace SmtpGate;

/// <summary>Makes the sinks that are registered in the settings.</summary>
internal static class RegisteredSinks
{
    public static ISink Make(SinkOptions sink, VirtualServerOptions server, Surroundings around) => sink.Kind switch
    {
        "Relay" => new RelaySink(server.Relay, speaks: true),
        "Respond" => new RespondSink(sink.Respond!),
        _ => Verifying(sink, server, around),
    };

    private static RcptProxySink Verifying(SinkOptions sink, VirtualServerOptions server, Surroundings around)
    {
        var source = new SinkSettingsFile(around.Path, server.Name, sink.Terms.Id);
        var verifier = new RecipientVerifier(
            sink.Name, sink.RcptProxy!, around.Clock, around.Logs.CreateLogger<RecipientVerifier>(), source);
        return new RcptProxySink(verifier, around.Logs.CreateLogger<RcptProxySink>());
    }
}
