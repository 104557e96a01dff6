using System.Net;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>HOST:PORT</c>, the host a name or an address.</summary>
internal static class Addresses
{
    /// <param name="option">That chooses another.</param>
    public static UnreachableException Taken(IPEndPoint at, string option, Exception why) =>
        new($"cannot listen on {at}: {why.Message.TrimEnd('.')}; {option} chooses another, and port 0 leaves it to the system");

    public static async Task<IPEndPoint> ResolveAsync(string text, CancellationToken cancel)
    {
        var colon = text.LastIndexOf(':');
        // The colons of an IPv6 address stand in brackets.
        var bare = colon > 0 && text[..colon].Contains(':') && text[colon - 1] != ']';
        if (colon <= 0 || bare || !int.TryParse(text[(colon + 1)..], out var port) || port is < 0 or > IPEndPoint.MaxPort)
            throw new UnusableFileException(
                text, 0, 0, "this is not HOST:PORT with a port from 0 to 65535, like localhost:2525 or [::1]:2525");
        if (IPEndPoint.TryParse(text, out var point))
            return point;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(text[..colon], cancel);
            return new IPEndPoint(addresses[0], port);
        }
        catch (System.Net.Sockets.SocketException unknown)
        {
            throw new UnreachableException($"{text}: {unknown.Message}");
        }
    }
}

/// <summary>The other side is not there, or an address is not to be had.</summary>
internal sealed class UnreachableException(string message) : Exception(message);
