using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SmtpGate.Names;

/// <summary>A question and its answer as octets (RFC 1035 4, RFC 6891).</summary>
public static class DnsMessage
{
    /// <summary>What a datagram may carry without falling to pieces on the way (RFC 6891 6.2.5, DNS flag day 2020).</summary>
    public const int LargestDatagram = 1232;

    private const int Internet = 1;
    private const int OptionType = 41;
    private const int IsAnswer = 0x8000;
    private const int IsCut = 0x0200;
    private const int WantsRecursion = 0x0100;

    /// <summary>Null where the name is none.</summary>
    /// <param name="extended">It says how large an answer may be.</param>
    public static byte[]? Question(ushort id, string name, RecordType type, bool extended)
    {
        var octets = new List<byte>(64);
        Put(octets, id, WantsRecursion, 1, 0, 0, extended ? 1 : 0);
        foreach (var label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (label.Length > 63 || !label.All(char.IsAscii))
                return null;
            octets.Add((byte)label.Length);
            octets.AddRange(Encoding.ASCII.GetBytes(label));
        }
        octets.Add(0);
        Put(octets, (int)type, Internet);
        if (extended)
        {
            octets.Add(0);
            Put(octets, OptionType, LargestDatagram, 0, 0, 0);
        }
        return [.. octets];
    }

    /// <summary>Null where it is no answer to the question: whoever waits goes on waiting.</summary>
    public static DnsAnswer? Answer(ReadOnlySpan<byte> octets, ushort id, string name, RecordType type)
    {
        var cursor = new DnsCursor(octets);
        if (Head(ref cursor, id) is not var (flags, questions, answers))
            return null;
        // A server that does not understand the question need not repeat it.
        if (questions == 0 && (flags & 0xF) == 1)
            return new DnsAnswer(DnsOutcome.NotUnderstood, [], false);
        if (questions != 1 || !Repeats(ref cursor, name, type))
            return null;
        var records = Records(ref cursor, answers);
        var isCut = (flags & IsCut) != 0;
        return records is null && !isCut ? null : new DnsAnswer(OutcomeOf(flags & 0xF), records ?? [], isCut);
    }

    private static (int Flags, int Questions, int Answers)? Head(ref DnsCursor cursor, ushort id)
    {
        if (cursor.Number() != id || cursor.Number() is not { } flags || (flags & IsAnswer) == 0)
            return null;
        var (questions, answers) = (cursor.Number(), cursor.Number());
        cursor.At += 4;
        return questions is { } q && answers is { } a ? (flags, q, a) : null;
    }

    private static DnsOutcome OutcomeOf(int code) => code switch
    {
        0 => DnsOutcome.Found,
        1 or 4 => DnsOutcome.NotUnderstood,
        3 => DnsOutcome.NoSuchName,
        _ => DnsOutcome.Unknown,
    };

    // Null where they are not whole.
    private static List<DnsRecord>? Records(ref DnsCursor cursor, int count)
    {
        var records = new List<DnsRecord>();
        for (; count > 0; count--)
        {
            if (cursor.Name() is not { } owner || cursor.Number() is not { } type || cursor.Number() is not { } @class)
                return null;
            cursor.At += 4;
            if (cursor.Number() is not { } length)
                return null;
            var end = cursor.At + length;
            if (@class == Internet && Record(ref cursor, owner, (RecordType)type, length) is { } record)
                records.Add(record);
            cursor.At = end;
        }
        return records;
    }

    // Null for what nobody asked for, or what is broken.
    private static DnsRecord? Record(ref DnsCursor cursor, string owner, RecordType type, int length)
    {
        switch (type)
        {
            case RecordType.A when length == 4:
            case RecordType.Aaaa when length == 16:
                var address = cursor.Octets(length);
                return address.IsEmpty ? null : new DnsRecord.Address(owner, new IPAddress(address));
            case RecordType.Mx:
                return cursor.Number() is { } preference && cursor.Name() is { } host
                    ? new DnsRecord.Exchange(owner, preference, host)
                    : null;
            case RecordType.CName:
                return cursor.Name() is { } target ? new DnsRecord.Alias(owner, target) : null;
            default:
                return null;
        }
    }

    private static bool Repeats(ref DnsCursor cursor, string name, RecordType type) =>
        name.TrimEnd('.').Equals(cursor.Name(), StringComparison.OrdinalIgnoreCase)
        && cursor.Number() == (int)type && cursor.Number() == Internet;

    private static void Put(List<byte> octets, params ReadOnlySpan<int> numbers)
    {
        Span<byte> two = stackalloc byte[2];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteUInt16BigEndian(two, (ushort)number);
            octets.AddRange(two);
        }
    }
}
