using System.Net;

namespace SmtpGate.Grammar;

/// <summary>Addresses with a prefix in common: <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, or one address alone.</summary>
/// <remarks>A client over IPv4 has one address, however it is written.</remarks>
public sealed class AddressRange
{
    private readonly IPNetwork _network;

    private AddressRange(IPNetwork network) => _network = network;

    /// <summary>Null where the text is none. Bits behind the prefix are no error: they are left out.</summary>
    public static AddressRange? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || AddressText.Parse(parts[0]) is not { } address)
            return null;
        var (plain, most) = (AddressText.Plain(address), address.GetAddressBytes().Length * 8);
        if (parts.Length == 1)
            return Of(plain);
        if (!int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var length) || length > most)
            return null;
        // ::ffff:192.0.2.0/120 is 192.0.2.0/24.
        var bits = plain.GetAddressBytes().Length * 8;
        return length < most - bits ? null : new AddressRange(Masked(plain, length - (most - bits)));
    }

    public static AddressRange Of(IPAddress address)
    {
        var plain = AddressText.Plain(address);
        return new AddressRange(new IPNetwork(plain, plain.GetAddressBytes().Length * 8));
    }

    public bool Contains(IPAddress address) => _network.Contains(AddressText.Plain(address));

    public override string ToString() => _network.PrefixLength == _network.BaseAddress.GetAddressBytes().Length * 8
        ? _network.BaseAddress.ToString()
        : _network.ToString();

    private static IPNetwork Masked(IPAddress address, int length)
    {
        var octets = address.GetAddressBytes();
        for (var i = 0; i < octets.Length; i++)
            octets[i] &= (byte)(0xFF00 >> Math.Clamp(length - (i * 8), 0, 8));
        return new IPNetwork(new IPAddress(octets), length);
    }
}
