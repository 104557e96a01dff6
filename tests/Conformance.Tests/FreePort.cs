using System.Net;
using System.Net.Sockets;

namespace Conformance.Tests;

/// <summary>
/// For programs that cannot choose one by themselves: between this choice and theirs somebody else may take it.
/// </summary>
internal static class FreePort
{
    public static int Tcp(IPAddress address) =>
        Of(new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp), address);

    public static int Udp() => Of(new Socket(SocketType.Dgram, ProtocolType.Udp), IPAddress.Loopback);

    private static int Of(Socket probe, IPAddress address)
    {
        using (probe)
        {
            probe.Bind(new IPEndPoint(address, 0));
            return ((IPEndPoint)probe.LocalEndPoint!).Port;
        }
    }
}
