namespace SmtpSim.Wire;

/// <summary>What happened on a connection: octets said or heard, or a note on the connection itself.</summary>
public enum Happening
{
    Said,
    Heard,
    Note,
}

/// <summary>One entry: when (since the log began), on which connection, what.</summary>
public sealed record LogEntry(TimeSpan At, string Connection, Happening What, Octets Octets, string Text);

/// <summary>Everything that happened, in order, with times. Safe to read while sessions run.</summary>
public sealed class SessionLog(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<LogEntry> _entries = [];
    private readonly long _began = clock.GetTimestamp();

    public TimeSpan Now => clock.GetElapsedTime(_began);

    public IReadOnlyList<LogEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    public void Said(string connection, ReadOnlySpan<byte> octets) =>
        Add(connection, Happening.Said, new Octets(octets), "");

    public void Heard(string connection, ReadOnlySpan<byte> octets) =>
        Add(connection, Happening.Heard, new Octets(octets), "");

    public void Note(string connection, string text) => Add(connection, Happening.Note, default, text);

    /// <summary>All octets heard on one connection, joined.</summary>
    public Octets AllHeard(string connection) => Octets.Join(
        Entries.Where(e => e.What == Happening.Heard && e.Connection == connection).Select(e => e.Octets));

    private void Add(string connection, Happening what, Octets octets, string text)
    {
        lock (_lock)
            _entries.Add(new LogEntry(Now, connection, what, octets, text));
    }
}
