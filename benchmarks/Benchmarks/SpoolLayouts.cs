using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Benchmarks;

/// <summary>
/// Messages a second that a disk makes durable, by the layout of the spool: what decision 0013 chose between. 20 writers,
/// each waits until its message is safe before it has the next.
/// </summary>
/// <remarks>BENCH_DISK: a folder on the disk to measure, else the repository's; BENCH_SECONDS: how long each takes, else 60.</remarks>
internal static partial class SpoolLayouts
{
    private const int Writers = 20;
    private const int SegmentOctets = 64 << 20;

    // O_RDONLY | O_DIRECTORY of Linux on x86-64
    private const int ReadOnlyFolder = 0x10000;

    private static readonly int Seconds = int.Parse(
        Environment.GetEnvironmentVariable("BENCH_SECONDS") ?? "60", CultureInfo.InvariantCulture);

    public static async Task MeasureAsync()
    {
        Console.WriteLine($"{"durable messages a second, 20 writers",-52}{"4 KiB",10}{"100 KiB",10}");
        await PrintAsync("a file each: fsync, rename, fsync of the folder", FilesAsync);
        await PrintAsync("a log that grows, one fsync for all who wait", (f, s) => LogAsync(f, s, Growing, Sync));
        await PrintAsync("a log that grows, one fdatasync for all who wait", (f, s) => LogAsync(f, s, Growing, DataSync));
        await PrintAsync("a log in reserved space, fdatasync", (f, s) => LogAsync(f, s, Reserved, DataSync));
        await PrintAsync("a log over an older one's octets, fdatasync", (f, s) => LogAsync(f, s, Overwriting, DataSync));
    }

    private static async Task PrintAsync(string what, Func<string, int, Task<double>> measure)
    {
        var figures = new List<string>();
        foreach (var size in new[] { 4 << 10, 100 << 10 })
        {
            var disk = Environment.GetEnvironmentVariable("BENCH_DISK") ?? Path.Combine(Programs.Root, "artifacts");
            var folder = Directory.CreateDirectory(Path.Combine(disk, $"spool-{Guid.NewGuid():N}"));
            figures.Add((await measure(folder.FullName, size)).ToString("N0", CultureInfo.InvariantCulture));
            folder.Delete(recursive: true);
        }
        Console.WriteLine($"{what,-52}{figures[0],10}{figures[1],10}");
    }

    private static async Task<double> FilesAsync(string folder, int size)
    {
        var began = Stopwatch.GetTimestamp();
        var directory = OpenFolder(folder, ReadOnlyFolder);
        var written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Factory.StartNew(() =>
        {
            var (content, count) = (new byte[size], 0);
            for (; Stopwatch.GetElapsedTime(began).TotalSeconds < Seconds; count++)
            {
                var path = Path.Combine(folder, $"{w}-{count}");
                using (var file = File.OpenHandle(path + ".new", FileMode.CreateNew, FileAccess.Write))
                {
                    RandomAccess.Write(file, content, 0);
                    Sync(file);
                }
                File.Move(path + ".new", path);
                Succeed(SyncFolder(directory), "fsync");
                // What was delivered is gone; without this the folder would grow as no queue does.
                if (count >= 50)
                    File.Delete(Path.Combine(folder, $"{w}-{count - 50}"));
            }
            return count;
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        CloseFolder(directory);
        return written.Sum() / (double)Seconds;
    }

    private static async Task<double> LogAsync(
        string folder, int size, Func<string, int, SafeFileHandle> open, Action<SafeFileHandle> sync)
    {
        var began = Stopwatch.GetTimestamp();
        var waiting = Channel.CreateUnbounded<TaskCompletionSource>(new() { SingleReader = true });
        var log = Task.Factory.StartNew(
            () => Write(waiting.Reader, n => open(folder, n), size, sync), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(began).TotalSeconds < Seconds; count++)
            {
                var safe = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Writer.TryWrite(safe);
                await safe.Task;
            }
            return count;
        }));
        waiting.Writer.Complete();
        await log;
        return written.Sum() / (double)Seconds;
    }

    private static void Write(
        ChannelReader<TaskCompletionSource> waiting, Func<int, SafeFileHandle> open, int size, Action<SafeFileHandle> sync)
    {
        var (content, batch, segment, at) = (new byte[size], new List<TaskCompletionSource>(), 0, 0L);
        var file = open(segment);
        while (waiting.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (waiting.TryRead(out var next))
                batch.Add(next);
            if (at + (batch.Count * (long)size) > SegmentOctets)
            {
                file.Dispose();
                (file, at) = (open(++segment), 0);
            }
            RandomAccess.Write(file, [.. batch.Select(_ => (ReadOnlyMemory<byte>)content)], at);
            at += batch.Count * (long)size;
            sync(file);
            batch.ForEach(b => b.SetResult());
            batch.Clear();
        }
        file.Dispose();
    }

    // Two segments behind are delivered.
    private static SafeFileHandle Growing(string folder, int segment)
    {
        File.Delete(Path.Combine(folder, $"{segment - 2}"));
        return File.OpenHandle(Path.Combine(folder, $"{segment}"), FileMode.CreateNew, FileAccess.Write);
    }

    private static SafeFileHandle Reserved(string folder, int segment)
    {
        File.Delete(Path.Combine(folder, $"{segment - 2}"));
        return File.OpenHandle(
            Path.Combine(folder, $"{segment}"), FileMode.CreateNew, FileAccess.Write, preallocationSize: SegmentOctets);
    }

    // Three files in turns, each full of octets from the beginning.
    private static SafeFileHandle Overwriting(string folder, int segment)
    {
        var path = Path.Combine(folder, $"{segment % 3}");
        if (File.Exists(path))
            return File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        File.WriteAllBytes(path, new byte[SegmentOctets]);
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        Sync(file);
        return file;
    }

    private static void Sync(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    private static void DataSync(SafeFileHandle file) => Succeed(FileDataSync(file), "fdatasync");

    private static void Succeed(int result, string what)
    {
        if (result != 0)
            throw new IOException($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    // The runtime opens no folders.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncFolder(int folder);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFolder(int folder);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FileDataSync(SafeFileHandle file);
}
