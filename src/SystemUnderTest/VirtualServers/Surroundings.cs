namespace SmtpGate.VirtualServers;

/// <summary>What every composition is made in.</summary>
/// <param name="Path">The configuration file, which sinks look at while they run.</param>
internal sealed record Surroundings(string Path, GatewayMemory Memory, TimeProvider Clock, ILoggerFactory Logs);
