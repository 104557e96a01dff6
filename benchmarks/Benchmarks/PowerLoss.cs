using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Benchmarks;

/// <summary>
/// Acknowledged and lost, or delivered twice, when the power goes under load. The spool lies on an ext4 image; a clone of the
/// image, made in one moment by the file system that it lies on, is what the disk held when the power went.
/// </summary>
/// <remarks>Needs root, loop devices, and mkfs.xfs (apt: xfsprogs). BENCH_ROUNDS says how often.</remarks>
internal static partial class PowerLoss
{
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("BENCH_ROUNDS") ?? "100", CultureInfo.InvariantCulture);

    public static async Task MeasureAsync()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/sbin/mkfs.xfs"))
        {
            Console.WriteLine("power: not measured, it needs root and mkfs.xfs");
            return;
        }
        var folder = Directory.CreateTempSubdirectory("smtpgate-power-").FullName;
        try
        {
            await ShellAsync($"cd {folder}; mkdir outer disk after; truncate -s 8G outer.img; mkfs.xfs -q outer.img");
            await ShellAsync($"cd {folder}; mount -o loop outer.img outer; truncate -s 2G outer/disk.img");
            await ShellAsync($"cd {folder}; mkfs.ext4 -q outer/disk.img; mount -o loop outer/disk.img disk");
            await LosePowerAsync(folder);
        }
        finally
        {
            await ShellAsync($"cd {folder}; umount -q after; umount -q disk; umount -q outer; cd /; rm -rf {folder}");
        }
    }

    private static async Task LosePowerAsync(string folder)
    {
        using var sink = new MarkingSink();
        using var gateway = KeptMail.Gateway(Path.Combine(folder, "disk"), sink.Port);
        var load = new MarkedLoad();
        var (lost, twice, perhaps) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            using var enough = new CancellationTokenSource();
            var loading = load.RunAsync(gateway.Port, enough.Token);
            await Task.Delay(Random.Shared.Next(500, 5000), CancellationToken.None);
            var demanded = load.Acknowledged.ToDictionary();
            var before = sink.Had.Keys.ToHashSet();
            await ShellAsync($"cp --reflink=always {folder}/outer/disk.img {folder}/outer/after.img");
            var behind = sink.Had.Keys.ToHashSet();
            await enough.CancelAsync();
            await loading;
            await ShellAsync($"mount -o loop {folder}/outer/after.img {folder}/after");
            var gone = GoneIn(Path.Combine(folder, "after", "queue"));
            var had = await RecoverAsync(Path.Combine(folder, "after"));
            await ShellAsync($"umount {folder}/after; rm {folder}/outer/after.img");
            lost += demanded.Count(m => !before.Contains(m.Key) && !had.Contains(m.Key)
                && !(behind.Contains(m.Key) && gone.Contains(m.Value)));
            twice += had.Count(before.Contains);
            // Those that came while the clone was made came before its moment or after.
            perhaps += had.Count(behind.Contains);
        }
        KilledGateway.Print($"power lost {Rounds} times under load", load.Acknowledged.Count, lost, twice);
        Console.WriteLine($"  and {perhaps - twice} at most that were delivered while a clone was made, and again from it");
    }

    // What a gateway delivers that finds the disk as it was.
    private static async Task<HashSet<int>> RecoverAsync(string home)
    {
        using var sink = new MarkingSink();
        using var gateway = KeptMail.Gateway(home, sink.Port);
        await KilledGateway.QuietAsync(sink);
        return [.. sink.Had.Keys];
    }

    // Delivered while the clone was made, and known to be so on it.
    private static HashSet<string> GoneIn(string queue) =>
    [
        .. Directory.EnumerateFiles(queue, "*.log")
            .SelectMany(f => Gone().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(f)))).Select(m => m.Groups[1].Value),
    ];

    private static Task<Timed> ShellAsync(string commands) => Timed.RunAsync($"{{ {commands}; }}");

    [GeneratedRegex(@"^@ \S+ gone (\S+) ", RegexOptions.Multiline)]
    private static partial Regex Gone();
}
