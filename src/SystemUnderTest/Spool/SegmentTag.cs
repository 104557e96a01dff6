namespace SmtpGate.Spool;

/// <summary>
/// Which segment a record belongs to. Its salt is drawn anew for each, so that what a message says is never taken for a record:
/// nobody outside knows it.
/// </summary>
public readonly record struct SegmentTag(long Number, ulong Salt)
{
    public static SegmentTag New(long number) => new(number, (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    public override string ToString() => $"{Number}-{Salt:x16}";

    /// <summary>Null where the text is none.</summary>
    public static SegmentTag? Parse(string text) =>
        text.Split('-') is [var number, { Length: 16 } salt]
            && long.TryParse(number, System.Globalization.NumberStyles.None, null, out var n)
            && ulong.TryParse(salt, System.Globalization.NumberStyles.AllowHexSpecifier, null, out var s)
                ? new SegmentTag(n, s)
                : null;
}
