using System.Net;
using System.Net.Sockets;
using SmtpSim.Mutating;

namespace SmtpSim.Tests.Mutating;

[Trait("Rows", "SM-13")]
public sealed class StartedTargetTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData("exit 3", "has ended with 3")]
    [InlineData("exec sleep 60", "within 0.2 s")]
    public async Task Who_takes_no_connections_is_named(string command, string told)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var target = new StartedTarget(command, Nobody(), Patience, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<TargetNotStartedException>(() => target.StartAsync(CancellationToken.None));
        Assert.Contains($"'{command}'", fault.Message, StringComparison.Ordinal);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    private static IPEndPoint Nobody()
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)probe.LocalEndPoint!;
    }
}
