using System.Net;
using SmtpGate.Sessions;

namespace SmtpGate.Tests.Sessions;

[Trait("Rows", "SEC-LIM-07")]
public sealed class ConnectionCountTests
{
    private static readonly SessionLimits Limits = SessionLimits.Default with { Connections = 3, ConnectionsPerAddress = 2 };
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Other = IPAddress.Parse("192.0.2.2");

    private readonly ConnectionCount _count = new();

    [Fact]
    public void Of_one_address_and_in_all_there_are_so_many()
    {
        Assert.Equal([true, true, false], [Enter(One), Enter(One), Enter(One)]);
        Assert.Equal([true, false], [Enter(Other), Enter(Other)]);
        _count.Leave(One);
        Assert.Equal([true, false, false], [Enter(Other), Enter(Other), Enter(One)]);
    }

    [Fact]
    public void Without_an_address_only_all_are_counted()
    {
        Assert.Equal([true, true, true, false], [Enter(null), Enter(null), Enter(null), Enter(null)]);
        _count.Leave(null);
        Assert.True(Enter(One));
    }

    [Fact]
    public void Without_limits_everybody_may_enter()
    {
        var none = SessionLimits.Default with { Connections = null };
        Assert.All(Enumerable.Range(0, 20_000), _ => Assert.True(_count.Enter(One, none)));
    }

    private bool Enter(IPAddress? client) => _count.Enter(client, Limits);
}
