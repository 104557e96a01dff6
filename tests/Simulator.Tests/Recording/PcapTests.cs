using System.Buffers.Binary;
using System.Text;
using SmtpSim.Dialogue;
using SmtpSim.Playing;
using SmtpSim.Recording;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Recording;

/// <summary>Read back as RFC 791, RFC 9293 and the description of the file say.</summary>
[Trait("Rows", "SM-09")]
public sealed class PcapTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_segment_is_a_packet_of_a_connection()
    {
        var packets = Packets(Pcap.Of(
        [
            new Segment(TimeSpan.Zero, Speaker.Server, "220 hi\r\n"),
            new Segment(TimeSpan.FromMilliseconds(12.5), Speaker.Client, "QUIT\r\n"),
        ], [], Began));
        Assert.Equal(["S", "SA", "A", "PA", "PA"], packets.Select(p => p.Flags));
        Assert.Equal(["220 hi\r\n", "QUIT\r\n"], packets.Where(p => p.Payload.Length > 0).Select(p => p.Payload));
        Assert.Equal([25, 49152], packets.Where(p => p.Payload.Length > 0).Select(p => p.Port));
        Assert.Equal([Began, Began.AddMilliseconds(12.5)], packets.Where(p => p.Payload.Length > 0).Select(p => p.At));
    }

    [Fact]
    public void Numbers_follow_one_another_and_checksums_are_right()
    {
        var large = new string('x', 200_000);
        var packets = Packets(Pcap.Of(
            [new Segment(TimeSpan.Zero, Speaker.Server, "odd"), new Segment(TimeSpan.Zero, Speaker.Client, large)],
            [new SessionEnd(2, Speaker.Client, false), new SessionEnd(2, Speaker.Server, false)],
            Began));
        Assert.Equal(large, string.Concat(packets.Where(p => p.Port != 25).Select(p => p.Payload)));
        foreach (var side in packets.GroupBy(p => p.Port))
        {
            var next = side.First().Sequence;
            foreach (var packet in side)
            {
                Assert.Equal(next, packet.Sequence);
                next += (uint)packet.Payload.Length + (packet.Flags.AsSpan().IndexOfAny('S', 'F') >= 0 ? 1u : 0);
            }
        }
        Assert.All(packets, p => Assert.True(p.IsIntact));
    }

    [Theory]
    [InlineData("S: 221\n@eof\n", Role.Client, "25 PA, 25 FA, 49152 A")]
    [InlineData("S: 221\n@eof\n", Role.Server, "25 PA, 49152 FA, 25 A")]
    [InlineData("S: 221\n@close\n", Role.Server, "25 PA, 25 FA, 49152 A")]
    [InlineData("S: 221\n@rst\n", Role.Client, "25 PA, 25 RA")]
    [InlineData("S: 221\n@reset\n@close\n", Role.Client, "25 PA, 49152 RA")]
    [InlineData("C: QUIT\n@shutdown write\nS: 221\n@eof\n@close\n", Role.Client,
        "49152 PA, 49152 FA, 25 A, 25 PA, 25 FA, 49152 A")]
    [InlineData("C: QUIT\n@shutdown read\nS: 221\n", Role.Client, "49152 PA, 25 PA")]
    [InlineData("@eof\nC: QUIT\nS: 221\n", Role.Client, "49152 PA, 25 PA, 25 FA, 49152 A")]
    [InlineData("S: 221\n# the client: end of stream\n# the server: reset by the other side\n# the client: close\n", Role.Client,
        "25 PA, 49152 FA, 25 A, 25 RA")]
    [InlineData("S: 221\n# close\n# end of stream\n", Role.Client, "25 PA, 25 FA, 49152 A, 49152 FA, 25 A")]
    [InlineData("S: 221\n# reset by the other side\n", Role.Client, "25 PA, 49152 RA")]
    [InlineData("S: 221\n# reset\n", Role.Client, "25 PA, 25 RA")]
    [InlineData("S: 221\n# shutdown Send\nC: QUIT\n", Role.Client, "25 PA, 25 FA, 49152 A, 49152 PA")]
    public void A_connection_ends_as_the_transcript_says(string script, Role role, string packets)
    {
        var (said, ends) = Export.Session(Stage.Source("recorded: now\n\n" + script), new Variables(), role);
        Assert.Equal(packets, string.Join(", ", Packets(Pcap.Of(said, ends, Began)).Skip(3).Select(p => $"{p.Port} {p.Flags}")));
    }

    [Fact]
    public void A_comment_ends_nothing() => Assert.Empty(
        Export.Session(Stage.Source("# reset\nC: RSET\nS: 250\n# close\n"), new Variables(), Role.Client).Ends);

    private static List<Packet> Packets(byte[] file)
    {
        Assert.Equal(0xA1B2C3D4, BinaryPrimitives.ReadUInt32LittleEndian(file));
        Assert.Equal(101, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(20)));
        var packets = new List<Packet>();
        for (var at = 24; at < file.Length;)
        {
            var seconds = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
            var micros = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 8));
            var ip = file.AsSpan(at + 16, length);
            var tcp = ip[20..];
            Assert.Equal(length, BinaryPrimitives.ReadUInt16BigEndian(ip[2..]));
            var flags = string.Concat("FSRPAU".Where((_, i) => (FlagsOf(file, at + 36) >> i & 1) == 1).OrderBy("SFPA".IndexOf));
            byte[] pseudo = [.. ip[12..20], 0, 6, (byte)(tcp.Length >> 8), (byte)tcp.Length, .. tcp];
            packets.Add(new Packet(
                DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(micros * 10),
                BinaryPrimitives.ReadUInt16BigEndian(tcp),
                BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
                flags,
                Encoding.Latin1.GetString(tcp[20..]),
                Sum(ip[..20]) == 0xFFFF && Sum(pseudo) == 0xFFFF));
            at += 16 + length;
        }
        return packets;
    }

    private sealed record Packet(DateTimeOffset At, int Port, uint Sequence, string Flags, string Payload, bool IsIntact);

    private static byte FlagsOf(byte[] file, int tcp) => file[tcp + 13];

    // RFC 1071 1: the sum over what is intact, its checksum included, is all ones.
    private static uint Sum(ReadOnlySpan<byte> octets)
    {
        var sum = 0u;
        for (var i = 0; i < octets.Length; i++)
            sum += (uint)(octets[i] << (i % 2 == 0 ? 8 : 0));
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return sum;
    }
}
