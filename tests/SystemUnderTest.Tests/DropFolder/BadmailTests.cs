using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.DropFolder;

namespace SmtpGate.Tests.DropFolder;

[Trait("Rows", "RL-12")]
public sealed class BadmailTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Badmail _badmail = new(NullLogger.Instance);

    private BadmailOptions Options => new(_folder["bad"], 1000);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_message_lies_there_and_beside_it_why()
    {
        await PutAsync("m-1", 10);
        await MoveAsync("m-2.eml", 20);
        Assert.Equal(["m-1.bad", "m-1.txt", "m-2.bad", "m-2.txt"], Names());
        Assert.Equal("why", await File.ReadAllTextAsync(_folder["bad/m-2.txt"]));
        Assert.Equal(20, new FileInfo(_folder["bad/m-2.bad"]).Length);
        Assert.False(File.Exists(_folder["m-2.eml"]));
    }

    [Fact]
    public async Task Nobody_else_may_look()
    {
        await PutAsync("m-1", 10);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["bad"]));
    }

    [Fact]
    public async Task What_is_put_there_and_what_is_moved_there_have_one_limit_and_go_in_the_order_they_came()
    {
        // As old as whoever wrote it says: that it is old does not make it the first to go.
        await MoveAsync("m-1.eml", 400, DateTime.UtcNow.AddYears(-1));
        Came("m-1", -3);
        await PutAsync("m-2", 400);
        Came("m-2", -4);
        await MoveAsync("m-3.eml", 400);
        Assert.Equal(["m-1.bad", "m-1.txt", "m-3.bad", "m-3.txt"], Names());
    }

    [Fact]
    public async Task What_has_just_come_stays_however_large_it_is()
    {
        await PutAsync("m-1", 900);
        Came("m-1", -1);
        await PutAsync("m-2", 3000);
        Assert.Equal(["m-2.bad", "m-2.txt"], Names());
        await PutAsync("m-3", 100);
        Assert.Equal(["m-3.bad", "m-3.txt"], Names());
    }

    [Fact]
    public async Task What_lay_there_before_counts()
    {
        await PutAsync("m-1", 900);
        Came("m-1", -1);
        await new Badmail(NullLogger.Instance).PutAsync(Options, "m-2", "why", new MemoryStream(new byte[200]));
        Assert.Equal(["m-2.bad", "m-2.txt"], Names());
    }

    private async Task PutAsync(string name, int octets) =>
        await _badmail.PutAsync(Options, name, "why", new MemoryStream(new byte[octets]));

    private async Task MoveAsync(string name, int octets, DateTime? written = null)
    {
        await File.WriteAllBytesAsync(_folder[name], new byte[octets]);
        File.SetLastWriteTimeUtc(_folder[name], written ?? DateTime.UtcNow);
        await _badmail.MoveAsync(Options, _folder[name], "why");
    }

    private void Came(string name, int hours) =>
        File.SetLastWriteTimeUtc(_folder[$"bad/{name}.txt"], DateTime.UtcNow.AddHours(hours));

    private string[] Names() =>
        [.. Directory.GetFiles(_folder["bad"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
