using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpGate.Wire;

/// <summary>What the head of a connection is.</summary>
public enum ProxyHead
{
    Whole,

    /// <summary>More has to come.</summary>
    Partial,

    /// <summary>It is no PROXY header, and never will be.</summary>
    Wrong,
}

/// <summary>
/// The header that a proxy puts in front of a client's connection, to say whose it is: the PROXY protocol, versions 1 and 2
/// (https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt).
/// </summary>
public static class ProxyHeader
{
    // Version 1: at most 107 octets, CRLF included. Version 2: 16 and what they announce; more is no address.
    private const int LongestLine = 107;
    private const int LongestRest = ushort.MaxValue;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <param name="used">The octets of a whole header.</param>
    /// <param name="client">Null where the proxy speaks for itself, or does not say.</param>
    public static ProxyHead Read(ReadOnlySequence<byte> head, out long used, out IPEndPoint? client)
    {
        var octets = head.Length > LongestRest + 16 ? head.Slice(0, LongestRest + 16).ToArray() : head.ToArray();
        (used, client) = (0, null);
        if (octets.AsSpan().StartsWith(Signature) && octets.Length >= 16)
            return Binary(octets, out used, out client);
        if (Signature.StartsWith(octets) || octets.AsSpan().StartsWith(Signature))
            return ProxyHead.Partial;
        return Line(octets, out used, out client);
    }

    // PROXY TCP4 192.0.2.9 192.0.2.1 56324 25 CRLF
    private static ProxyHead Line(byte[] octets, out long used, out IPEndPoint? client)
    {
        (used, client) = (0, null);
        var end = octets.AsSpan().IndexOf("\r\n"u8);
        if (end < 0)
            return octets.Length < LongestLine && Begins(octets) ? ProxyHead.Partial : ProxyHead.Wrong;
        var words = Encoding.ASCII.GetString(octets, 0, end).Split(' ');
        if (end + 2 > LongestLine || words[0] != "PROXY" || words.Length < 2)
            return ProxyHead.Wrong;
        used = end + 2;
        if (words[1] == "UNKNOWN")
            return ProxyHead.Whole;
        client = Source(words);
        return client is null ? ProxyHead.Wrong : ProxyHead.Whole;
    }

    private static IPEndPoint? Source(string[] words) =>
        words.Length == 6 && Address(words[1], words[2]) is { } address && Address(words[1], words[3]) is not null
        && Port(words[4]) is { } port && Port(words[5]) is not null
            ? new IPEndPoint(address, port)
            : null;

    // As the family has it, and not in one of the forms that the system's parser knows besides.
    private static IPAddress? Address(string family, string text) =>
        IPAddress.TryParse(text, out var address) && (family, address.AddressFamily) switch
        {
            ("TCP4", AddressFamily.InterNetwork) => address.ToString() == text,
            ("TCP6", AddressFamily.InterNetworkV6) => address.ScopeId == 0,
            _ => false,
        }
            ? address
            : null;

    private static ushort? Port(string text) =>
        ushort.TryParse(text, System.Globalization.NumberStyles.None, null, out var port) ? port : null;

    private static bool Begins(ReadOnlySpan<byte> octets) =>
        octets.StartsWith("PROXY "u8) || "PROXY "u8.StartsWith(octets);

    // Octet 12: version and command; 13: family and transport; 14 and 15: how much follows.
    private static ProxyHead Binary(byte[] octets, out long used, out IPEndPoint? client)
    {
        (used, client) = (0, null);
        var (command, length) = (octets[12], BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(14)));
        if (command is not (0x20 or 0x21) || length > LongestRest)
            return ProxyHead.Wrong;
        if (octets.Length < 16 + length)
            return ProxyHead.Partial;
        used = 16 + length;
        // 0x20: the proxy's own connection, a health check for one. What is neither TCP over IPv4 nor IPv6 has no address.
        var size = command == 0x20 ? 0 : octets[13] switch { 0x11 => 4, 0x21 => 16, _ => 0 };
        if (size == 0)
            return ProxyHead.Whole;
        if (length < (2 * size) + 4)
            return ProxyHead.Wrong;
        var port = BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(16 + (2 * size)));
        client = new IPEndPoint(new IPAddress(octets.AsSpan(16, size)), port);
        return ProxyHead.Whole;
    }
}
