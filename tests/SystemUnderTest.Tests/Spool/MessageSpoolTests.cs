using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Spool;

namespace SmtpGate.Tests.Spool;

[Trait("Rows", "RL-16")]
public sealed class MessageSpoolTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Path => _folder["spool"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(300_000)]
    public async Task What_was_committed_is_there_again(int length)
    {
        var text = Spools.Long(length, 1);
        using (var spool = Spools.Open(Path))
        {
            Assert.Equal(text, (await spool.PutAsync("a-1", text))!.Text());
            Assert.Equal(1, spool.Count);
        }
        using var again = Spools.Open(Path);
        var found = Assert.Single(again.Found);
        Assert.Equal(("a-1", text), (found.Id, found.Text()));
        Assert.Equal("envelope of a-1", Encoding.ASCII.GetString(found.Envelope.Span));
        Assert.False(Directory.Exists(System.IO.Path.Combine(Path, "damaged")));
    }

    [Fact]
    public async Task Whoever_may_enter_the_folder_may_write_there()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        using (var closed = Spools.Open(Path))
        {
            await closed.PutAsync("a-1", "x");
            Assert.Equal(Owner, File.GetUnixFileMode(Path));
            Assert.True(File.GetUnixFileMode(Directory.GetFiles(Path, "*.log").Single()).HasFlag(UnixFileMode.OtherWrite));
        }
        // Where others may enter they may not write.
        File.SetUnixFileMode(Path, Owner | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.Delete(Directory.GetFiles(Path, "*.log").Single());
        using var open = Spools.Open(Path);
        await open.PutAsync("a-1", "x");
        Assert.False(File.GetUnixFileMode(Directory.GetFiles(Path, "*.log").Single()).HasFlag(UnixFileMode.OtherWrite));
    }

    [Fact]
    public async Task Segments_are_used_again_and_what_stays_moves_on()
    {
        var terms = new SpoolTerms(20_000, 0, null);
        var (stays, large) = (Spools.Long(1000, 3), Spools.Long(150_000, 4));
        using (var spool = Spools.Open(Path, terms))
        {
            var first = (await spool.PutAsync("stays", stays))!;
            var second = (await spool.PutAsync("large", large))!;
            await spool.ChangeAsync(first, "held"u8.ToArray());
            for (var i = 0; i < 2000; i++)
                await spool.ForgetAsync((await spool.PutAsync($"m-{i}", Spools.Long(1000, i)))!);
            Assert.Equal((stays, large, "held"), (first.Text(), second.Text(), first.StateText()));
        }
        // 2 MB have gone through it, 151 KB are kept, and pieces are larger than these segments.
        Assert.InRange(Directory.GetFiles(Path, "*.log").Sum(f => new FileInfo(f).Length), 151_000, 1_000_000);
        using var again = Spools.Open(Path, terms);
        Assert.Equal(["large", "stays"], again.Found.Select(m => m.Id).Order());
        Assert.Equal((stays, "held"), again.Found.Where(m => m.Id == "stays").Select(m => (m.Text(), m.StateText())).Single());
        Assert.Equal(large, again.Found.Single(m => m.Id == "large").Text());
    }

    [Fact]
    public async Task What_cannot_be_read_any_more_is_said_once_and_keeps_nothing_else_from_moving_on()
    {
        var logger = new ListLogger();
        var (stays, lost) = (Spools.Long(1000, 3), Spools.Long(100, 4));
        using (var spool = Spools.Open(Path, new SpoolTerms(20_000, 0, null), logger))
        {
            var first = (await spool.PutAsync("stays", stays))!;
            var second = (await spool.PutAsync("lost", lost))!;
            await PassAsync(spool, 25);
            Spools.Truncate(Path, lost);
            await PassAsync(spool, 300);
            Assert.Equal(stays, first.Text());
            Assert.ThrowsAny<IOException>(second.Text);
        }
        Assert.Single(logger.Lines, l => l.StartsWith("Message lost cannot be read", StringComparison.Ordinal));
        using var again = Spools.Open(Path);
        Assert.Equal(["stays"], again.Found.Select(m => m.Id));
    }

    [Fact]
    public async Task What_goes_while_it_is_moved_takes_nothing_with_it()
    {
        var (random, kept) = (new Random(1), new List<SpooledMessage>());
        // What comes and goes empties the segments, so that what stays is moved all the time, and some of it goes just then.
        using (var spool = Spools.Open(Path, new SpoolTerms(4_000, 0, null)))
            for (var round = 0; round < 150; round++)
            {
                var gone = kept.Where(_ => kept.Count > 60 && random.Next(6) == 0).ToList();
                kept.RemoveAll(gone.Contains);
                var passing = Enumerable.Range(0, 40)
                    .Select(async i => await spool.ForgetAsync(await PutAsync(spool, $"p-{round}-{i}")));
                var staying = Enumerable.Range(0, 10).Select(i => PutAsync(spool, $"s-{round}-{i}")).ToList();
                await Task.WhenAll([.. passing, .. gone.Select(m => spool.ForgetAsync(m)), .. staying]);
                kept.AddRange(staying.Select(s => s.Result));
                Assert.All(kept, m => Assert.StartsWith(m.Id, m.Text(), StringComparison.Ordinal));
            }
        using var again = Spools.Open(Path);
        Assert.Equal(kept.Select(m => m.Id).Order(), again.Found.Select(m => m.Id).Order());
    }

    private static async Task<SpooledMessage> PutAsync(MessageSpool spool, string id) =>
        (await spool.PutAsync(id, id.PadRight(300)))!;

    private static async Task PassAsync(MessageSpool spool, int count)
    {
        for (var i = 0; i < count; i++)
            await spool.ForgetAsync((await spool.PutAsync($"m-{i}", Spools.Long(1000, i)))!);
    }

    [Fact]
    public async Task Many_at_once_are_all_kept()
    {
        using (var spool = Spools.Open(Path, new SpoolTerms(50_000, 0, null)))
            await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
            {
                var message = (await spool.PutAsync($"m-{i}", Spools.Long(i, i)))!;
                if (i % 2 == 0)
                    await spool.ForgetAsync(message);
            }));
        using var again = Spools.Open(Path);
        Assert.Equal(250, again.Found.Count);
        Assert.All(again.Found, m => Assert.Equal(Spools.Long((int)m.Length, (int)m.Length), m.Text()));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_is_said_and_tried_again()
    {
        using var spool = Spools.Open(Path, new SpoolTerms(100, 0, null));
        Assert.NotNull(await spool.PutAsync("a", new string('a', 100)));
        Directory.Move(Path, Path + "-away");
        Assert.Null(await spool.PutAsync("b", "B"));
        Directory.Move(Path + "-away", Path);
        Assert.NotNull(await spool.PutAsync("c", "C"));
        Assert.Equal(2, spool.Count);
    }

    [Fact]
    public async Task A_disk_that_took_nothing_is_tried_again_after_a_second_however_often_it_is_asked_for()
    {
        var clock = new ManualTime();
        using var spool = MessageSpool.Open(Path, new SpoolTerms(100, 0, null), clock, NullLogger.Instance);
        Assert.NotNull(await spool.PutAsync("a", new string('a', 100)));
        Directory.Move(Path, Path + "-away");
        Assert.Null(await spool.PutAsync("b", "B"));
        Directory.Move(Path + "-away", Path);
        Assert.False(spool.HasRoom);
        clock.Advance(TimeSpan.FromSeconds(1));
        // Asked when the message is announced, and when it is kept.
        Assert.True(spool.HasRoom);
        Assert.True(spool.HasRoom);
        Assert.NotNull(await spool.PutAsync("c", "C"));
        Assert.True(spool.HasRoom);
    }

    [Fact]
    public async Task No_more_messages_than_it_may_have()
    {
        using var spool = Spools.Open(Path, new SpoolTerms(1 << 20, 0, 1));
        Assert.True(spool.HasRoom);
        var only = (await spool.PutAsync("a", "A"))!;
        Assert.False(spool.HasRoom);
        await spool.ForgetAsync(only);
        Assert.True(spool.HasRoom);
    }

    [Fact]
    public void No_messages_where_the_disk_has_too_little_left()
    {
        using var spool = Spools.Open(Path, new SpoolTerms(1 << 20, long.MaxValue, null));
        Assert.False(spool.HasRoom);
    }
}
