using System.Net.Sockets;
using SmtpGate.Administration;

namespace SmtpGate.Tests.Administration;

public sealed class ControlSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gate-");

    private string Config => Path.Combine(_folder.FullName, "gw.json");

    public void Dispose() => _folder.Delete(recursive: true);

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
        Assert.True(ControlSocket.IsFree(path));
        using (var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listening.Bind(new UnixDomainSocketEndPoint(path));
            listening.Listen();
            Assert.False(ControlSocket.IsFree(path));
        }
        Assert.True(ControlSocket.IsFree(path));
        File.WriteAllText(path, "somebody's file");
        Assert.False(ControlSocket.IsFree(path));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task Where_no_gateway_runs_nobody_answers() =>
        Assert.Null(await ControlSocket.AskAsync(Config, HttpMethod.Post, "/reload"));
}
