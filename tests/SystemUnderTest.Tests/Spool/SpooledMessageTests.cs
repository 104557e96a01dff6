using SmtpGate.Spool;

namespace SmtpGate.Tests.Spool;

[Trait("Rows", "RL-16")]
public sealed class SpooledMessageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Path => _folder["spool"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_moved_and_not_needed_any_more_lets_go_once_whatever_comes_first(bool isReleasedFirst)
    {
        using var file = new Microsoft.Win32.SafeHandles.SafeFileHandle();
        var (old, next) = (new Segment("1.log", SegmentTag.New(1), file), new Segment("2.log", SegmentTag.New(2), file));
        var message = new SpooledMessage("m-1", default, [new Place(old, 0, 10)], old);
        old.Hold();
        // Another message stands there, too.
        old.Hold();
        next.Hold();
        if (isReleasedFirst)
            message.Release();
        message.MoveTo([new Place(next, 0, 10)], next);
        if (!isReleasedFirst)
            message.Release();
        Assert.True(next.IsFree);
        Assert.False(old.IsFree);
        old.Release();
        Assert.True(old.IsFree);
    }

    [Fact]
    public async Task The_last_word_on_a_message_counts()
    {
        using (var spool = Spools.Open(Path))
        {
            var (a, b) = ((await spool.PutAsync("a", "A"))!, (await spool.PutAsync("b", "B"))!);
            Assert.True(await spool.ChangeAsync(a, "one"u8.ToArray()));
            Assert.True(await spool.ChangeAsync(a, "two"u8.ToArray()));
            await spool.ForgetAsync(b);
            Assert.Equal(1, spool.Count);
        }
        using var again = Spools.Open(Path);
        var found = Assert.Single(again.Found);
        Assert.Equal(("a", "two"), (found.Id, found.StateText()));
    }

    [Fact]
    public async Task What_is_being_read_stays_although_it_is_gone()
    {
        using var spool = Spools.Open(Path, new SpoolTerms(2000, 0, null));
        var message = (await spool.PutAsync("a", Spools.Long(1000, 1)))!;
        using var content = message.Read();
        await spool.ForgetAsync(message);
        for (var i = 0; i < 50; i++)
            await spool.ForgetAsync((await spool.PutAsync($"m-{i}", Spools.Long(1000, i + 2)))!);
        using var reader = new StreamReader(content, System.Text.Encoding.Latin1);
        Assert.Equal(Spools.Long(1000, 1), await reader.ReadToEndAsync());
    }
}
