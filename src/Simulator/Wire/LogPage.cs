namespace SmtpSim.Wire;

/// <summary>A stretch of a log: its octets in one piece of memory, so that keeping an entry costs a copy and no object.</summary>
internal sealed class LogPage(int size)
{
    // What a slot takes in memory, roughly: entries without octets count, too.
    private const int SlotSize = 64;

    private readonly byte[] _octets = new byte[size];
    private readonly List<Slot> _slots = [];
    private int _used;

    public int Size => _octets.Length;

    public int Count => _slots.Count;

    /// <summary>The size of a page that one entry fits.</summary>
    public static int SizeFor(int length) => length + SlotSize;

    public bool Fits(int length) => _used + length + ((_slots.Count + 1) * SlotSize) <= _octets.Length;

    public void Add(TimeSpan at, string connection, Happening what, ReadOnlySpan<byte> octets, string text)
    {
        octets.CopyTo(_octets.AsSpan(_used));
        _slots.Add(new Slot(at, connection, what, text, _used, octets.Length));
        _used += octets.Length;
    }

    public void Clear()
    {
        _slots.Clear();
        _used = 0;
    }

    /// <summary>The entries behind the first ones, with copies of their octets.</summary>
    public IEnumerable<LogEntry> Entries(int known) => _slots.Skip(known).Select(s =>
        new LogEntry(s.At, s.Connection, s.What, new Octets(_octets.AsSpan(s.Start, s.Length)), s.Text));

    private readonly record struct Slot(
        TimeSpan At, string Connection, Happening What, string Text, int Start, int Length);
}
