using System.Buffers;
using System.Collections.Concurrent;

namespace SmtpGate.Spool;

/// <summary>
/// Lets segments come free: what stays in the oldest while those behind it empty is written once more at the log's end.
/// </summary>
internal sealed class Tidying(
    SegmentFiles files, SegmentLog log, int segmentOctets, TimeProvider clock, ILogger logger) : IDisposable
{
    // Fewer are not worth it.
    private const int FewSegments = 4;

    // The log may be so many times as large as what is kept in it.
    private const int MostWaste = 3;

    private const int PieceOctets = 64 * 1024;

    // What keeps the oldest, a reader or what cannot be read, takes a while: all messages are not looked at all the time.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SpooledMessage> _messages = new(StringComparer.Ordinal);
    // Of whom it was said.
    private readonly ConcurrentDictionary<string, bool> _unreadable = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _octets;
    private Task _moving = Task.CompletedTask;
    private (Segment? Oldest, long At) _looked;
    private volatile bool _isOver;

    public void Add(SpooledMessage message)
    {
        _messages[message.Id] = message;
        Interlocked.Add(ref _octets, message.Length + message.Envelope.Length);
        Begin();
    }

    public void Remove(SpooledMessage message)
    {
        _messages.TryRemove(message.Id, out _);
        _unreadable.TryRemove(message.Id, out _);
        Interlocked.Add(ref _octets, -message.Length - message.Envelope.Length);
    }

    /// <summary>What is being written is written.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isOver = true;
        _moving.Wait();
    }

    private bool IsWasteful =>
        files.Count > FewSegments && (long)files.Count * segmentOctets > MostWaste * Interlocked.Read(ref _octets);

    private void Begin()
    {
        if (!IsWasteful)
            return;
        lock (_lock)
        {
            if (_isOver || !_moving.IsCompleted || files.Oldest is not { IsFree: false } oldest || HasJustBeen(oldest))
                return;
            _looked = (oldest, clock.GetTimestamp());
            _moving = Task.Run(() => EmptyAsync(oldest));
        }
    }

    private bool HasJustBeen(Segment oldest) => _looked.Oldest == oldest && clock.GetElapsedTime(_looked.At) < Pause;

    private async Task EmptyAsync(Segment oldest)
    {
        foreach (var message in _messages.Values.Where(m => m.StandsIn(oldest)))
        {
            if (_isOver || !await TryMoveAsync(message))
                return;
        }
    }

    // What cannot be read any more, or is gone meanwhile, stays where it is; the others are moved all the same.
    private async Task<bool> TryMoveAsync(SpooledMessage message)
    {
        try
        {
            return await MoveAsync(message);
        }
        catch (IOException unreadable)
        {
            if (!message.IsGone && _unreadable.TryAdd(message.Id, true))
                Log.NotMoved(logger, message.Id, unreadable.Message);
            return true;
        }
    }

    // False where the disk does not take it.
    private async Task<bool> MoveAsync(SpooledMessage message)
    {
        var pieces = new List<Place>();
        (Place Message, Place Tail)? copied = null;
        try
        {
            copied = await CopyAsync(message, pieces);
        }
        finally
        {
            if (copied is null)
                pieces.ForEach(p => p.Segment.Release());
        }
        if (copied is not { } whole)
            return message.IsGone;
        message.MoveTo([.. pieces, whole.Tail], whole.Message.Segment);
        var state = message.Repeat(() => message.State.Length > 0
            ? log.WriteAsync(RecordKind.State, message.Id, message.State)
            : Task.FromResult<Place?>(null));
        if (state is not null && await state is { } place)
            message.StateIsIn(place.Segment);
        return true;
    }

    private async Task<(Place Message, Place Tail)?> CopyAsync(SpooledMessage message, List<Place> pieces)
    {
        using var content = message.Read();
        var octets = new byte[PieceOctets];
        for (var left = message.Length; ; left -= PieceOctets)
        {
            var count = content.ReadAtLeast(octets, (int)Math.Min(left, PieceOctets), throwOnEndOfStream: false);
            if (left <= PieceOctets)
                return await EndAsync(message, pieces, octets.AsMemory(0, count));
            if (await log.WriteAsync(RecordKind.Piece, message.Id, octets.ToArray()) is not { } piece)
                return null;
            pieces.Add(piece);
        }
    }

    private async Task<(Place Message, Place Tail)?> EndAsync(
        SpooledMessage message, List<Place> pieces, ReadOnlyMemory<byte> rest)
    {
        var head = MessageHead.Write(message.Envelope.Length, pieces);
        var written = message.Repeat(() => log.WriteAsync(RecordKind.Message, message.Id, head, message.Envelope, rest));
        return written is not null && await written is { } place ? (place, MessageSpool.TailOf(place, rest.Length)) : null;
    }
}
