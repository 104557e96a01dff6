using System.Buffers;
using System.Threading.Channels;
using SmtpGate.Files;

namespace SmtpGate.Spool;

/// <summary>
/// The log's end. One thread writes for all, and one sync serves all who wait: what comes while the disk is busy is in the
/// next. Segments come free in their order only, so that the word that a message is gone outlives the message.
/// </summary>
internal sealed class SegmentLog : IDisposable
{
    // One write; more would make those wait who came first.
    private const int LargestBatch = 4 << 20;

    // No time of any clock's.
    private const long Never = long.MinValue;

    // What nobody waits for is on the disk after so long, if nothing takes it along before.
    private static readonly TimeSpan SyncDelay = TimeSpan.FromMilliseconds(100);

    private readonly Channel<LogWrite> _waiting = Channel.CreateUnbounded<LogWrite>(new() { SingleReader = true });
    private readonly List<LogWrite> _batch = [];
    private readonly List<LogWrite> _owed = [];
    private readonly ArrayBufferWriter<byte> _octets = new(1 << 16);
    private readonly SegmentFiles _files;
    private readonly int _segmentOctets;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _writing;
    private long _failedAt = Never;
    private Segment? _current;
    private bool _isUnsynced;

    public SegmentLog(SegmentFiles files, int segmentOctets, TimeProvider clock, ILogger logger)
    {
        (_files, _segmentOctets, _clock, _logger) = (files, segmentOctets, clock, logger);
        _writing = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The disk did not take the last that was to be written, which was then; null where it did.</summary>
    public long? FailedAt => Volatile.Read(ref _failedAt) is not Never and var at ? at : null;

    public Task<Place?> WriteAsync(RecordKind kind, string id, params ReadOnlyMemory<byte>[] parts)
    {
        var write = new LogWrite(kind, id, parts);
        return _waiting.Writer.TryWrite(write) ? write.Done : Task.FromResult<Place?>(null);
    }

    /// <summary>Everything that waits is written first.</summary>
    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _writing.Wait();
    }

    private void Run()
    {
        while (WaitForWork())
        {
            TakeBatch();
            try
            {
                WriteBatch();
                if (Interlocked.Exchange(ref _failedAt, Never) != Never)
                    Log.Recovered(_logger);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                GiveUp(refused.Message);
            }
            foreach (var write in _batch)
                write.Tell();
            _batch.Clear();
        }
        if (_isUnsynced)
            SyncCurrent();
    }

    // False at the end.
    private bool WaitForWork()
    {
        var work = _waiting.Reader.WaitToReadAsync().AsTask();
        if (_isUnsynced && !work.Wait(SyncDelay))
            SyncCurrent();
        return work.GetAwaiter().GetResult();
    }

    private void SyncCurrent()
    {
        try
        {
            if (_current is { } segment)
                Disk.Sync(segment.File);
            _isUnsynced = false;
        }
        catch (IOException refused)
        {
            GiveUp(refused.Message);
        }
    }

    private void TakeBatch()
    {
        _batch.AddRange(_owed);
        for (var octets = 0; octets < LargestBatch && _waiting.Reader.TryRead(out var write); octets += write.Length)
            _batch.Add(write);
    }

    private void WriteBatch()
    {
        var segment = _current ??= _files.Next();
        _octets.ResetWrittenCount();
        foreach (var write in _batch)
        {
            var at = segment.End + _octets.WrittenCount;
            var body = at + RecordText.Write(_octets, segment.Tag, write.Kind, write.Id, write.Parts);
            write.Written = new Place(segment, body, write.Length);
            if (write.Holds)
                segment.Hold();
        }
        RandomAccess.Write(segment.File, _octets.WrittenSpan, segment.End);
        _isUnsynced = !_batch.Exists(w => w.NeedsSync);
        if (!_isUnsynced)
            Disk.Sync(segment.File);
        segment.End += _octets.WrittenCount;
        _owed.Clear();
        if (segment.End < _segmentOctets)
            return;
        // What is in it must be durable before an older one is written over.
        Disk.Sync(segment.File);
        _current = null;
    }

    // What the system still has of a segment that it failed to write is not to be relied on: the next one is another.
    private void GiveUp(string why)
    {
        if (FailedAt is null)
            Log.Refused(_logger, why);
        Volatile.Write(ref _failedAt, _clock.GetTimestamp());
        _owed.Clear();
        foreach (var write in _batch)
        {
            if (write.Holds)
                write.Written?.Segment.Release();
            write.Written = null;
            // That a message is gone is said again, until it is written: else it would be sent again.
            if (write.Kind == RecordKind.Gone)
                _owed.Add(new LogWrite(write.Kind, write.Id, write.Parts));
        }
        if (_current is { } broken)
            SegmentFiles.CutOff(broken);
        _current = null;
    }
}
