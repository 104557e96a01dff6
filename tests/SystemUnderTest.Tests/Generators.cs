using FsCheck;
using FsCheck.Fluent;

namespace SmtpGate.Tests;

/// <summary>Inputs for properties, and how many of them a property is put to.</summary>
internal static class Generators
{
    private static readonly byte[] LineEndsAndDots = [(byte)'\r', (byte)'\n', (byte)'.', (byte)'.', 0, (byte)'a'];

    private static readonly byte[][] Lines =
        ["\r\n"u8.ToArray(), "."u8.ToArray(), ".."u8.ToArray(), "text"u8.ToArray(), "a.b"u8.ToArray(), [0xC3, 0xA9]];

    /// <summary>Octets among which line ends and dots are frequent.</summary>
    public static Gen<byte[]> Content => Octets(LineEndsAndDots).ArrayOf();

    /// <summary>Content in which every line ends with CRLF.</summary>
    public static Gen<byte[]> CleanContent =>
        Gen.Elements(Lines).ArrayOf().Select(l => (byte[])[.. l.SelectMany(o => o), 13, 10]);

    /// <summary>The lengths of the pieces that octets arrive in.</summary>
    public static Gen<int[]> Pieces => Gen.Choose(1, 7).ArrayOf();

    /// <summary>Any octet, or often one of these.</summary>
    public static Gen<byte> Octets(params byte[] frequent) => Gen.Frequency(
        (5, Gen.Elements(frequent)), (1, Gen.Choose(0, 255).Select(i => (byte)i)));

    /// <summary>Cuts octets into pieces of these lengths; what is left over is the last one.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] octets, int[] lengths)
    {
        var at = 0;
        foreach (var length in lengths.Where(_ => at < octets.Length))
        {
            var end = Math.Min(at + length, octets.Length);
            yield return octets.AsMemory(at..end);
            at = end;
        }
        if (at < octets.Length)
            yield return octets.AsMemory(at..);
    }

    /// <summary>Puts a property to many inputs; the smallest that breaks it is shown.</summary>
    public static void Holds(Property property, int times = 1000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times).WithEndSize(60), property);
}
