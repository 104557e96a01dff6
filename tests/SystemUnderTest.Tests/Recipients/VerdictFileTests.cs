using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Grammar;
using SmtpGate.Recipients;

namespace SmtpGate.Tests.Recipients;

[Trait("Rows", "RP-23")]
public sealed class VerdictFileTests : IDisposable
{
    private static readonly Mailbox Joe = new("joe", "d.example");
    private static readonly VerifierSettings Settings = Loaded.Verifier("""{ "PositiveSeconds": 3600 }""");

    private readonly TestFolder _folder = new();
    private readonly ManualTime _clock = new();

    private string File => _folder["home/verified.txt"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_verified_is_known_after_a_restart()
    {
        var cache = new VerdictCache(_clock);
        using (Open(cache))
            cache.Add(Joe, new Verdict.Known(), Settings);
        var next = new VerdictCache(_clock);
        using (Open(next))
            Assert.IsType<Verdict.Known>(next.Find(Joe));
    }

    [Fact]
    public void It_is_written_every_minute_too()
    {
        var cache = new VerdictCache(_clock);
        using var file = Open(cache);
        cache.Add(Joe, new Verdict.Known(), Settings);
        Assert.False(System.IO.File.Exists(File));
        _clock.Advance(TimeSpan.FromMinutes(1));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.EndsWith("joe@d.example", Assert.Single(System.IO.File.ReadAllLines(File)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_no_reason_not_to_work()
    {
        System.IO.File.WriteAllText(_folder["home"], "a file");
        var cache = new VerdictCache(_clock);
        Open(cache).Dispose();
    }

    private VerdictFile Open(VerdictCache cache) => new(File, cache, 100, _clock, NullLogger.Instance);
}
