using System.Net.Sockets;
using SmtpGate.Administration;

namespace SmtpGate.Tests.Administration;

public sealed class ControlSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gate-");

    private string Config => Path.Combine(_folder.FullName, "gw.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Where_there_can_be_none_the_reason_is_said()
    {
        var path = Path.Combine(_folder.FullName, "nowhere", "gw.json.sock");
        Assert.StartsWith($"'{path}': ", ControlSocket.Obstacle(path), StringComparison.Ordinal);
    }

    [Fact]
    public void It_lies_beside_its_configuration_and_is_nobody_else_s()
    {
        Assert.Equal(Config + ".sock", ControlSocket.PathFor(Config));
        Assert.NotEqual(ControlSocket.PathFor(Config), ControlSocket.PathFor(Path.ChangeExtension(Config, ".conf")));
        Assert.Null(ControlSocket.PathFor(Path.Combine(_folder.FullName, new string('x', 100), "gw.json")));
    }

    [Fact]
    public void One_that_nobody_listens_on_makes_way_and_a_file_does_not()
    {
        var path = ControlSocket.PathFor(Config)!;
        Assert.Null(ControlSocket.Obstacle(path));
        using (var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listening.Bind(new UnixDomainSocketEndPoint(path));
            listening.Listen();
            Assert.Equal($"'{path}' is taken", ControlSocket.Obstacle(path));
        }
        Assert.Null(ControlSocket.Obstacle(path));
        File.WriteAllText(path, "somebody's file");
        Assert.Equal($"'{path}' is taken", ControlSocket.Obstacle(path));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Where_no_gateway_runs_nobody_answers() =>
        Assert.Null(await ControlSocket.AskAsync(Config, "/reload"));
}
