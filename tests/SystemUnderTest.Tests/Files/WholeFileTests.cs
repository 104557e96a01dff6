using System.Runtime.Versioning;
using System.Text;
using SmtpGate.Files;

namespace SmtpGate.Tests.Files;

[UnsupportedOSPlatform("windows")]
public sealed class WholeFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly TestFolder _folder = new();

    private string Path => _folder["a"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_is_its_owners_from_its_first_octet()
    {
        WholeFile.Write(Path, isSecret: false, file =>
        {
            Assert.Equal(Owner, File.GetUnixFileMode(((FileStream)file).Name));
            file.Write("secret"u8);
        });
        Assert.Equal(("secret", Owner), (File.ReadAllText(Path), File.GetUnixFileMode(Path)));
        Assert.Single(Directory.GetFiles(_folder[""]));
    }

    [Theory]
    [InlineData(false, Everybody)]
    [InlineData(true, Owner | UnixFileMode.GroupRead)]
    public void One_that_is_replaced_keeps_its_permissions_unless_it_is_secret(bool isSecret, UnixFileMode after)
    {
        File.WriteAllText(Path, "old");
        File.SetUnixFileMode(Path, Everybody);
        Write(Path, isSecret);
        Assert.Equal(("new", after), (File.ReadAllText(Path), File.GetUnixFileMode(Path)));
    }

    [Fact]
    public void A_link_stays_one()
    {
        File.WriteAllText(_folder["b"], "old");
        File.CreateSymbolicLink(Path, _folder["b"]);
        Write(Path, isSecret: false);
        Assert.Equal(_folder["b"], File.ResolveLinkTarget(Path, returnFinalTarget: false)?.FullName);
        Assert.Equal("new", File.ReadAllText(_folder["b"]));
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_file_as_it_was()
    {
        File.WriteAllText(Path, "old");
        Assert.Throws<IOException>(() => WholeFile.Write(Path, false, _ => throw new IOException("full")));
        Assert.Equal("old", File.ReadAllText(Path));
    }

    [Fact]
    public void Two_at_a_time_do_not_get_into_each_other_s_way()
    {
        WholeFile.Write(Path, isSecret: false, file =>
        {
            file.Write("half"u8);
            Write(Path, isSecret: false);
            Assert.Equal("new", File.ReadAllText(Path));
            file.Write(" and half"u8);
        });
        Assert.Equal("half and half", File.ReadAllText(Path));
    }

    private static void Write(string path, bool isSecret) =>
        WholeFile.Write(path, isSecret, file => file.Write(Encoding.ASCII.GetBytes("new")));
}
