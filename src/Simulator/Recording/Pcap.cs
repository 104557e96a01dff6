using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SmtpSim.Dialogue;
using SmtpSim.Transcripts;

namespace SmtpSim.Recording;

/// <summary>
/// A session as a capture file that tcpdump and Wireshark read: a TCP connection over IPv4 from its SYN on, each segment a packet
/// (or several, where one cannot hold it), and of its end what is known.
/// </summary>
public sealed class Pcap
{
    private const int IpHeader = 20;
    private const int TcpHeader = 20;

    // What an IPv4 packet holds (RFC 791 3.1: 65,535 octets in all).
    private const int LargestPayload = 65_535 - IpHeader - TcpHeader;

    // https://www.tcpdump.org/linktypes.html: raw IP.
    private const int LinkTypeRaw = 101;

    private const byte Fin = 0x01;
    private const byte Syn = 0x02;
    private const byte Rst = 0x04;
    private const byte Psh = 0x08;
    private const byte Ack = 0x10;

    // RFC 5737: addresses for documentation.
    private static readonly End[] Ends = [new([192, 0, 2, 1], 49152), new([192, 0, 2, 2], 25)];

    private readonly ArrayBufferWriter<byte> _file = new();
    private readonly uint[] _sequence = [1000, 2000];
    private readonly DateTimeOffset _began;

    // draft-ietf-opsawg-pcap 4 (either order of octets, microseconds or nanoseconds), draft-ietf-opsawg-pcapng 4.1.
    private static readonly uint[] Magic = [0xA1B2C3D4, 0xD4C3B2A1, 0xA1B23C4D, 0x4D3CB2A1, 0x0A0D0D0A];

    private Pcap(DateTimeOffset began) => _began = began;

    /// <summary>Whether that is a capture, of this kind or of the one that followed it.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) =>
        file.Length >= sizeof(uint) && Magic.Contains(BinaryPrimitives.ReadUInt32BigEndian(file));

    /// <param name="ends">In order; who has ended says nothing more, so that an end that comes too early comes later.</param>
    public static byte[] Of(IReadOnlyList<Segment> segments, IEnumerable<SessionEnd> ends, DateTimeOffset began)
    {
        var pcap = new Pcap(began);
        pcap.WriteHeader();
        pcap.Packet(TimeSpan.Zero, Speaker.Client, Syn, []);
        pcap.Packet(TimeSpan.Zero, Speaker.Server, Syn | Ack, []);
        pcap.Packet(TimeSpan.Zero, Speaker.Client, Ack, []);
        var due = Due(segments, ends);
        for (var i = 0; i <= segments.Count; i++)
        {
            foreach (var end in due[i])
                pcap.Finish(i == 0 ? TimeSpan.Zero : segments[i - 1].At, end);
            if (i < segments.Count)
                pcap.Say(segments[i]);
        }
        return pcap._file.WrittenSpan.ToArray();
    }

    // RFC 9293 3.6: a side ends once, behind all that it says; behind a reset nobody does.
    private static ILookup<int, SessionEnd> Due(IReadOnlyList<Segment> segments, IEnumerable<SessionEnd> ends)
    {
        var last = segments.Index().GroupBy(s => s.Item.Speaker).ToDictionary(g => g.Key, g => g.Last().Index + 1);
        var ordered = ends.Select(e => e with { Behind = Math.Max(e.Behind, last.GetValueOrDefault(e.Speaker)) })
            .OrderBy(e => e.Behind).ToList();
        var reset = ordered.FindIndex(e => e.IsReset);
        return ordered.Take(reset < 0 ? ordered.Count : reset + 1)
            .DistinctBy(e => (e.Speaker, e.IsReset)).ToLookup(e => e.Behind);
    }

    private void Say(Segment segment)
    {
        foreach (var piece in Encoding.Latin1.GetBytes(segment.Text).Chunk(LargestPayload))
            Packet(segment.At, segment.Speaker, Psh | Ack, piece);
    }

    private void Finish(TimeSpan at, SessionEnd end)
    {
        Packet(at, end.Speaker, (byte)((end.IsReset ? Rst : Fin) | Ack), []);
        if (!end.IsReset)
            Packet(at, end.Speaker == Speaker.Client ? Speaker.Server : Speaker.Client, Ack, []);
    }

    // https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/: microseconds, little-endian.
    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 262_144);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], LinkTypeRaw);
        _file.Write(header);
    }

    private void Packet(TimeSpan at, Speaker speaker, byte flags, byte[] payload)
    {
        var (from, to) = (Ends[(int)speaker], Ends[1 - (int)speaker]);
        var packet = new byte[IpHeader + TcpHeader + payload.Length];
        payload.CopyTo(packet, IpHeader + TcpHeader);
        WriteTcp(packet.AsSpan(IpHeader), from, to, flags, speaker);
        WriteIp(packet, from, to);
        _sequence[(int)speaker] += (uint)payload.Length + ((flags & (Syn | Fin)) != 0 ? 1u : 0);
        WriteRecord(at, packet);
    }

    private void WriteRecord(TimeSpan at, byte[] packet)
    {
        Span<byte> record = stackalloc byte[16];
        var time = _began + at;
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)time.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(time.Ticks % TimeSpan.TicksPerSecond / 10));
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], packet.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], packet.Length);
        _file.Write(record);
        _file.Write(packet);
    }

    // RFC 791 3.1
    private static void WriteIp(Span<byte> packet, End from, End to)
    {
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = 6;
        from.Address.CopyTo(packet[12..]);
        to.Address.CopyTo(packet[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], Checksum(packet[..IpHeader], 0));
    }

    // RFC 9293 3.1
    private void WriteTcp(Span<byte> tcp, End from, End to, byte flags, Speaker speaker)
    {
        BinaryPrimitives.WriteUInt16BigEndian(tcp, from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], to.Port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], _sequence[(int)speaker]);
        if ((flags & Ack) != 0)
            BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], _sequence[1 - (int)speaker]);
        tcp[12] = TcpHeader / 4 << 4;
        tcp[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 65_535);
        // The pseudo header: both addresses, the protocol and the length.
        var pseudo = Sum(from.Address) + Sum(to.Address) + 6 + (uint)tcp.Length;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Checksum(tcp, pseudo));
    }

    // RFC 1071
    private static ushort Checksum(ReadOnlySpan<byte> octets, uint sum)
    {
        sum += Sum(octets);
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }

    private static uint Sum(ReadOnlySpan<byte> octets)
    {
        var sum = 0u;
        for (var i = 0; i < octets.Length; i += 2)
            sum += (uint)((octets[i] << 8) | (i + 1 < octets.Length ? octets[i + 1] : 0));
        return sum;
    }

    private sealed record End(byte[] Address, ushort Port);
}
