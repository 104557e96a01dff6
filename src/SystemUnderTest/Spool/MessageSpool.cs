using SmtpGate.Files;

namespace SmtpGate.Spool;

/// <summary>How a spool is kept.</summary>
/// <param name="SegmentOctets">A segment that has so much is followed by another.</param>
/// <param name="LeastFree">Of the disk, in octets: with less no message is taken.</param>
/// <param name="MostMessages">With so many none is taken; null: no limit.</param>
public sealed record SpoolTerms(int SegmentOctets, long LeastFree, int? MostMessages)
{
    public static readonly SpoolTerms Usual = new(64 << 20, 64L << 20, null);
}

/// <summary>
/// The messages that the gateway has taken and still has: a log on the disk (decision 0013, docs/spool.md). What was
/// committed survives the process and the power.
/// </summary>
public sealed class MessageSpool : IDisposable
{
    private const int ManyFound = 10_000;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private volatile SpoolTerms _terms;
    private readonly ChangeLock _lock;
    private readonly SegmentFiles _files;
    private readonly SegmentLog _log;
    private readonly Tidying _tidying;
    private readonly Room _room;
    private int _count;

    private readonly string _folder;

    private MessageSpool(string folder, SpoolTerms terms, ChangeLock held, TimeProvider clock, ILogger logger)
    {
        (_folder, _terms, _lock) = (folder, terms, held);
        _files = new SegmentFiles(folder);
        Found = new Recovery(_files, new Damaged(folder, logger)).Run(folder);
        _count = Found.Count;
        if (_count > ManyFound)
            // What was read, and what it was read by, is many times what is kept.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _log = new SegmentLog(_files, terms.SegmentOctets, clock, logger);
        _tidying = new Tidying(_files, _log, terms.SegmentOctets, clock, logger);
        foreach (var message in Found)
            _tidying.Add(message);
        _room = new Room(folder, clock, logger);
        Log.Opened(logger, Found.Count);
    }

    /// <summary>What was there at the beginning, in the order in which it came.</summary>
    public IReadOnlyList<SpooledMessage> Found { get; private set; }

    /// <summary>Messages that are kept now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>False where a message would not be taken: ask before it is sent.</summary>
    public bool HasRoom => _room.IsFor(Count, _terms, _log.FailedAt);

    /// <summary>The same, for somebody who remembers it from now on.</summary>
    public IReadOnlyList<SpooledMessage> TakeFound()
    {
        var found = Found;
        Found = [];
        return found;
    }

    /// <summary>Other limits; the length of segments stays.</summary>
    public void Use(SpoolTerms terms) => _terms = terms;

    /// <summary>Waits for whoever else has it, for a while.</summary>
    /// <exception cref="IOException">Somebody else has it, or the folder cannot be used.</exception>
    public static MessageSpool Open(string folder, SpoolTerms terms, TimeProvider clock, ILogger logger)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var held = ChangeLock.Take(Path.Combine(folder, "spool"), LockPatience);
        try
        {
            return new MessageSpool(folder, terms, held, clock, logger);
        }
        catch (IOException)
        {
            held.Dispose();
            throw;
        }
    }

    public string Folder => _folder;

    /// <summary>A folder beside the messages, for whoever needs one.</summary>
    public string Place(string name) => Path.Combine(_folder, name);

    /// <param name="id">Letters, digits and hyphens; never used again.</param>
    public SpoolDraft Begin(string id) => new(this, id);

    /// <summary>What has become of a message; durable once it is true. False: the disk did not take it.</summary>
    public async Task<bool> ChangeAsync(SpooledMessage message, ReadOnlyMemory<byte> state)
    {
        if (await message.Become(state, () => _log.WriteAsync(RecordKind.State, message.Id, state)) is not { } place)
            return false;
        message.StateIsIn(place.Segment);
        return true;
    }

    /// <summary>The message need not be kept: it was delivered, or given back.</summary>
    public async Task ForgetAsync(SpooledMessage message)
    {
        await message.Leave(() => _log.WriteAsync(RecordKind.Gone, message.Id));
        message.Release();
        _tidying.Remove(message);
        Interlocked.Decrement(ref _count);
    }

    public void Dispose()
    {
        _tidying.Dispose();
        _log.Dispose();
        _files.Dispose();
        _lock.Dispose();
    }

    internal Task<Place?> WritePieceAsync(string id, ReadOnlyMemory<byte> octets) =>
        _log.WriteAsync(RecordKind.Piece, id, octets);

    internal async Task<SpooledMessage?> CommitAsync(SpoolDraft draft, ReadOnlyMemory<byte> envelope)
    {
        var head = MessageHead.Write(envelope.Length, draft.Pieces);
        if (await _log.WriteAsync(RecordKind.Message, draft.Id, head, envelope, draft.Rest) is not { } place)
            return null;
        var message = new SpooledMessage(draft.Id, envelope, [.. draft.Pieces, TailOf(place, draft.Rest.Length)], place.Segment);
        Interlocked.Increment(ref _count);
        _tidying.Add(message);
        return message;
    }

    internal void Drop(string id, IReadOnlyList<Place> pieces)
    {
        _ = _log.WriteAsync(RecordKind.Gone, id);
        foreach (var piece in pieces)
            piece.Segment.Release();
    }

    internal static Place TailOf(Place message, int length) =>
        message with { Offset = message.Offset + message.Length - length, Length = length };
}
