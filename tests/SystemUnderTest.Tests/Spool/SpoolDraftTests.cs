using System.Text;

namespace SmtpGate.Tests.Spool;

[Trait("Rows", "RL-16")]
public sealed class SpoolDraftTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Path => _folder["spool"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_not_committed_is_nothing_but_can_be_read_while_it_is_there()
    {
        var text = Spools.Long(200_000, 2);
        using (var spool = Spools.Open(Path))
        {
            await using var draft = spool.Begin("a");
            await draft.WriteAsync(Encoding.Latin1.GetBytes(text), CancellationToken.None);
            using var reader = new StreamReader(draft.Read(), Encoding.Latin1);
            Assert.Equal(text, await reader.ReadToEndAsync());
        }
        using var again = Spools.Open(Path);
        Assert.Empty(again.Found);
        Assert.False(Directory.Exists(System.IO.Path.Combine(Path, "damaged")));
    }

    [Fact]
    public async Task Whoever_was_cut_off_in_the_middle_leaves_pieces_that_are_set_aside()
    {
        using (var spool = Spools.Open(Path))
        {
            // The process ended here: nobody disposed of it.
            var draft = spool.Begin("a");
            await draft.WriteAsync(new byte[200_000], CancellationToken.None);
            await spool.PutAsync("b", "B");
        }
        using var again = Spools.Open(Path);
        Assert.Equal("b", Assert.Single(again.Found).Id);
        var reasons = Directory.GetFiles(System.IO.Path.Combine(Path, "damaged"), "*.txt").Select(File.ReadAllText);
        Assert.Equal(3, reasons.Count(r => r == "a piece of message a, which was never complete\n"));
    }

    [Fact]
    public async Task A_piece_that_the_disk_does_not_take_spoils_it()
    {
        using var spool = Spools.Open(Path, new(100, 0, null));
        Assert.NotNull(await spool.PutAsync("a", new string('a', 100)));
        Directory.Move(Path, Path + "-away");
        await using var draft = spool.Begin("b");
        await draft.WriteAsync(new byte[100_000], CancellationToken.None);
        Directory.Move(Path + "-away", Path);
        Assert.False(draft.IsWhole);
        Assert.Null(await draft.CommitAsync("b"u8.ToArray()));
        Assert.Equal(1, spool.Count);
    }
}
