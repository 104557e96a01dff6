using SmtpGate.Files;

namespace SmtpGate.Tests.Files;

public sealed class ChangeLockTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_has_it_at_a_time_through_links_too()
    {
        File.WriteAllText(_folder["a"], "");
        File.CreateSymbolicLink(_folder["b"], _folder["a"]);
        using (ChangeLock.Take(_folder["a"], TimeSpan.Zero))
        {
            var taken = Assert.Throws<IOException>(() => ChangeLock.Take(_folder["b"], TimeSpan.Zero));
            Assert.Equal($"somebody else is changing '{_folder["b"]}'", taken.Message);
        }
        ChangeLock.Take(_folder["b"], TimeSpan.Zero).Dispose();
    }

    [Fact]
    public void What_is_no_lock_of_somebody_else_s_is_not_waited_for()
    {
        Directory.CreateDirectory(_folder["a.lock"]);
        var refused = Record.Exception(() => ChangeLock.Take(_folder["a"], TestLimits.Wait));
        Assert.IsType<UnauthorizedAccessException>(refused);
        Assert.Throws<DirectoryNotFoundException>(() => ChangeLock.Take(_folder["b/c"], TestLimits.Wait));
    }

    [Fact]
    public async Task Who_comes_later_waits()
    {
        var first = ChangeLock.Take(_folder["a"], TimeSpan.Zero);
        var second = Task.Run(() => ChangeLock.Take(_folder["a"], TestLimits.Wait).Dispose());
        Assert.False(second.IsCompleted);
        first.Dispose();
        await second.WaitAsync(TestLimits.Wait);
    }
}
