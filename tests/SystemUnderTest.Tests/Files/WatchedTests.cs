using SmtpGate.Files;

namespace SmtpGate.Tests.Files;

public sealed class WatchedTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _said = [];

    private int _readings;

    private string Path => _folder["a"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_read_again_when_a_file_has_changed_and_only_then()
    {
        File.WriteAllText(Path, "one");
        var watched = Watch();
        Assert.Equal(("one", "one", 1), (watched.Current, watched.Current, _readings));
        File.WriteAllText(Path, "three");
        Assert.Equal(("three", "three", 2), (watched.Current, watched.Current, _readings));
        Assert.Equal(["renewed: three"], _said);
    }

    [Fact]
    public void What_cannot_be_used_replaces_nothing_and_is_tried_once()
    {
        File.WriteAllText(Path, "one");
        var watched = Watch();
        File.Delete(Path);
        Assert.Equal(("one", "one", 2), (watched.Current, watched.Current, _readings));
        File.WriteAllText(Path, "three");
        Assert.Equal("three", watched.Current);
        Assert.Equal(["kept: no file", "renewed: three"], _said);
    }

    [Fact]
    public void What_changes_while_it_is_read_is_read_again()
    {
        File.WriteAllText(Path, "one");
        var watched = Watch(meanwhile: () => File.WriteAllText(Path, "three"));
        Assert.Equal("three", watched.Current);
    }

    [Fact]
    public void A_link_that_leads_elsewhere_and_a_change_at_its_end_are_changes()
    {
        Directory.CreateDirectory(_folder["one"]);
        Directory.CreateDirectory(_folder["two"]);
        File.WriteAllText(_folder["one/a"], "one");
        File.WriteAllText(_folder["two/a"], "three");
        Directory.CreateSymbolicLink(_folder["now"], _folder["one"]);
        File.CreateSymbolicLink(Path, _folder["now/a"]);
        var watched = Watch();
        Assert.Equal("one", watched.Current);
        // Each of another length: the system's clock of files may stand still between two writes.
        File.WriteAllText(_folder["one/a"], "changed");
        Assert.Equal("changed", watched.Current);
        Directory.CreateSymbolicLink(_folder["next"], _folder["two"]);
        File.Delete(_folder["now"]);
        Directory.Move(_folder["next"], _folder["now"]);
        Assert.Equal("three", watched.Current);
    }

    [Fact]
    public void Without_a_first_value_there_is_none() =>
        Assert.Equal("no file", Assert.Throws<InvalidOperationException>(() => Watch()).Message);

    private Watched<string> Watch(Action? meanwhile = null) =>
        new([Path], () => Read(meanwhile), value => _said.Add($"renewed: {value}"), why => _said.Add($"kept: {why}"));

    private (string?, string?) Read(Action? meanwhile)
    {
        _readings++;
        if (!File.Exists(Path))
            return (null, "no file");
        var text = File.ReadAllText(Path);
        if (_readings == 1)
            meanwhile?.Invoke();
        return (text, null);
    }
}
