using SmtpGate.Authentication;
using SmtpGate.Relaying;
using SmtpGate.Sinks;

namespace SmtpGate.VirtualServers;

/// <summary>The sinks that a virtual server has by its settings, before all that are registered.</summary>
internal static class BuiltInSinks
{
    public static IEnumerable<SinkBinding> Of(VirtualServerOptions options, Surroundings around)
    {
        if (options.Authentication is { } authentication)
        {
            var sink = Authentication(authentication, around);
            yield return new SinkBinding("Authentication", sink, Terms(sink.Events));
        }
        if (options.Relay.For != RelayFor.Anyone)
            yield return new SinkBinding("Relaying", new RelaySink(options.Relay, speaks: false), Terms(["RCPT"]));
    }

    private static AuthenticationSink Authentication(AuthenticationOptions options, Surroundings around)
    {
        var (ledger, logs) = (around.Memory.Failures, around.Logs);
        IUserBase? users = options.Users is { } file
            ? new GuardedUserBase(new FileUserBase(file, logs.CreateLogger<FileUserBase>()), ledger, options.Failures)
            : null;
        var tokens = options.Tokens is { } server
            ? new TokenIntrospection(server, around.Memory.TokenServers, logs.CreateLogger<TokenIntrospection>())
            : null;
        var desk = new AuthenticationDesk(options, ledger, around.Clock, logs.CreateLogger<AuthenticationDesk>());
        return new AuthenticationSink(options, [.. options.Mechanisms.Select(m => Mechanisms.Of(m, users, tokens))], desk);
    }

    private static BindingTerms Terms(IReadOnlyList<string> events) =>
        new(Guid.Empty, events, BindingTerms.FirstPriority, true, null, "");
}
