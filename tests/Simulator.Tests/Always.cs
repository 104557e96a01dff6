using FsCheck;
using FsCheck.Fluent;

namespace SmtpSim.Tests;

/// <summary>Properties inside plain facts; a failure prints the seed and the smallest value found.</summary>
internal static class Always
{
    public static void Holds<T>(Gen<T> values, Action<T> check, int times = 200) =>
        Holds(Arb.From(values), check, times);

    public static void Holds<T>(Arbitrary<T> values, Action<T> check, int times = 200) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(values, check));

    /// <summary>Any octets, the awkward ones often.</summary>
    public static Gen<byte[]> Octets(int most = 60) => Some(
        Gen.Frequency(
            (3, Gen.Choose(0, 255).Select(b => (byte)b)), (1, Gen.Elements("\r\n\0\t\"\\{}.x0250-\u00ff".Select(c => (byte)c)))),
        most).Select(l => l.ToArray());

    /// <summary>A list of few or many, whatever FsCheck's size.</summary>
    public static Gen<List<T>> Some<T>(Gen<T> one, int most) =>
        from count in Gen.Choose(0, most)
        from list in one.ListOf(count)
        select list.ToList();
}
