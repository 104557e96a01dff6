using SmtpGate.VirtualServers;

namespace SmtpGate.Tests.VirtualServers;

[Trait("Rows", "RP-15, RP-16")]
public sealed class SinkSettingsFileTests : IDisposable
{
    private const string Text = """
        { "Listeners": [{}], "Sinks": [{ "Sink": "RcptProxy", "Settings": { "0": "10.0.0.1", "1": 5 } }] }
        """;

    private readonly TestFolder _folder = new();
    private readonly string _path;

    public SinkSettingsFileTests() => _path = _folder["appsettings.json"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void It_is_read_where_it_has_changed_and_key_1_is_set_back(string mark)
    {
        File.WriteAllText(_path, mark + Text);
        var id = GatewayOptions.Load(_path).Options!.Servers[0].Sinks[0].Terms.Id;
        var source = new SinkSettingsFile(_path, "inbound", id);
        Assert.Null(Look(source));
        File.WriteAllText(_path, mark + Text.Replace("10.0.0.1", "10.0.0.22", StringComparison.Ordinal));
        var seen = Look(source);
        Assert.Equal(("10.0.0.22:25", 5), (seen?.Server?.ToString(), seen?.Refresh));
        Assert.Null(Look(source));
        Assert.Null(source.ClearRefresh());
        Assert.Contains("\"1\": 0", File.ReadAllText(_path), StringComparison.Ordinal);
        // What it wrote itself is no news.
        Assert.Null(Look(source));
        Assert.Equal(0, source.Read().Settings?.Refresh);
    }

    // It looks no more often than a few times a millisecond.
    private static SmtpGate.Recipients.VerifierGlance? Look(SinkSettingsFile source)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began).TotalMilliseconds < 1;)
            Thread.SpinWait(10);
        return source.Look();
    }

    [Fact]
    public void What_is_broken_or_gone_is_no_news_and_named_when_it_is_asked_for()
    {
        File.WriteAllText(_path, Text);
        var id = GatewayOptions.Load(_path).Options!.Servers[0].Sinks[0].Terms.Id;
        var source = new SinkSettingsFile(_path, "inbound", id);
        File.WriteAllText(_path, "{ half");
        Assert.Null(Look(source));
        Assert.Contains("this is no JSON", source.Read().Problem, StringComparison.Ordinal);
        File.WriteAllText(_path, """{ "Listeners": [{}] }""");
        Assert.Contains("is gone", source.Read().Problem, StringComparison.Ordinal);
    }
}
