using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

[Trait("Rows", "AU-15")]
public sealed class FileUserBaseTests : IDisposable
{
    private static readonly UserEntry Joe = Passwords.Entry("joe", "pass");

    private readonly TestFolder _folder = new();

    private string File => _folder["users.txt"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_changed_file_is_read_again_and_a_broken_one_is_not()
    {
        UserFile.Write(File, [Joe]);
        var users = new FileUserBase(File, NullLogger<FileUserBase>.Instance);
        Assert.Equal(Judgement.Good, await users.CheckAsync("joe", "pass", CancellationToken.None));
        Assert.Equal(Judgement.Bad, await users.CheckAsync("joe", "Pass", CancellationToken.None));
        Assert.Equal(Judgement.Bad, await users.CheckAsync("nobody", "pass", CancellationToken.None));
        UserFile.Write(File, [Joe, Passwords.Entry("ann", "word")]);
        Assert.Equal(Judgement.Good, await users.CheckAsync("ann", "word", CancellationToken.None));
        System.IO.File.WriteAllText(File, "broken\n");
        Assert.Equal(Judgement.Good, await users.CheckAsync("ann", "word", CancellationToken.None));
        System.IO.File.Delete(File);
        Assert.Equal(Judgement.Good, await users.CheckAsync("ann", "word", CancellationToken.None));
        UserFile.Write(File, [Joe]);
        Assert.Equal(Judgement.Bad, await users.CheckAsync("ann", "word", CancellationToken.None));
    }

    [Fact]
    [Trait("Rows", "SEC-AUTH-05")]
    public async Task A_user_who_is_not_there_costs_what_a_wrong_password_costs()
    {
        UserFile.Write(File, [Joe]);
        var users = new FileUserBase(File, NullLogger<FileUserBase>.Instance);
        await users.CheckAsync("nobody", "x", CancellationToken.None);
        var (there, notThere) = (new List<double>(), new List<double>());
        for (var i = 0; i < 9; i++)
        {
            there.Add(await TimeAsync(users, "joe"));
            notThere.Add(await TimeAsync(users, "nobody"));
        }
        Assert.InRange(Median(notThere) / Median(there), 0.5, 2);
    }

    // In turns, so that what else the machine does is shared by both.
    private static async Task<double> TimeAsync(FileUserBase users, string user)
    {
        var began = TimeProvider.System.GetTimestamp();
        await users.CheckAsync(user, "wrong", CancellationToken.None);
        return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
