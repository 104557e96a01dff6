using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

[Trait("Rows", "AU-15")]
public sealed class UserFileTests : IDisposable
{
    private static readonly UserEntry Joe = Passwords.Entry("joe", "pass");

    private readonly TestFolder _folder = new();

    private string File => _folder["users.txt"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_and_comments_stay()
    {
        System.IO.File.WriteAllText(File, "# the house's\n\n");
        UserFile.Write(File, [Joe, Joe with { Name = "ann" }]);
        string[] lines = ["# the house's", (Joe with { Name = "ann" }).ToString(), Joe.ToString()];
        Assert.Equal(lines, System.IO.File.ReadAllLines(File));
        var (users, problem) = UserFile.Read(File);
        Assert.Null(problem);
        Assert.Equal(["ann", "joe"], users!.Keys.Order());
        Assert.Equal(Joe.ToString(), users["joe"].ToString());
        if (!OperatingSystem.IsWindows())
            Assert.False(System.IO.File.GetUnixFileMode(File).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public void Neither_file_nor_hash_gives_the_password_away() =>
        Assert.DoesNotContain("pass", Joe.ToString().Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("joe", ":1: this is no user: ")]
    [InlineData("joe:x:y", ":1: this is no user: ")]
    [InlineData("", "")]
    public void A_line_that_is_no_user_is_named(string line, string problem)
    {
        System.IO.File.WriteAllText(File, line + "\n");
        Assert.Equal(problem.Length == 0, UserFile.Read(File).Problem is null);
        Assert.Contains(problem, UserFile.Read(File).Problem ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_a_name_and_no_file_at_all_are_problems()
    {
        Assert.StartsWith($"there is no file '{File}'", UserFile.Read(File).Problem, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, $"{Joe}\n{Joe}\n");
        Assert.Equal($"{File}:2: the user 'joe' stands there twice", UserFile.Read(File).Problem);
        Assert.Equal($"'{Path.GetTempPath()}' is a folder, not a file", UserFile.Read(Path.GetTempPath()).Problem);
        System.IO.File.WriteAllBytes(File, [0x61, 0xFF, 0x80]);
        Assert.StartsWith($"'{File}' cannot be read: ", UserFile.Read(File).Problem, StringComparison.Ordinal);
    }
}
