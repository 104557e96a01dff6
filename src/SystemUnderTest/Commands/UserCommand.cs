using System.CommandLine;
using SmtpGate.Authentication;
using SmtpGate.Files;

namespace SmtpGate.Commands;

/// <summary><c>smtpgate user add|remove|passwd|list|check</c>: the file of users. A running gateway notices by itself.</summary>
internal static class UserCommand
{
    private const int Done = 0;
    private const int No = 1;

    // For who else changes it just now.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly Argument<string> Name = new("name") { Description = "The user's name" };

    public static Command Create()
    {
        var source = new UserFileOption();
        var command = new Command("user", "The file of users: who may authenticate")
        {
            source.File, source.Config, source.Server,
        };
        command.Subcommands.Add(Sub("add", "Add a user; the password is asked for, or read from standard input", AddAsync));
        command.Subcommands.Add(Sub("passwd", "Give a user another password", ChangeAsync));
        command.Subcommands.Add(Sub("remove", "Remove a user", RemoveAsync));
        command.Subcommands.Add(Sub("check", "Say whether a password is the user's", CheckAsync));
        var list = new Command("list", "List the users");
        list.SetAction(parsed => List(source.Find(parsed)));
        command.Subcommands.Add(list);
        return command;

        Command Sub(string verb, string description, Func<string, string, Task<int>> act)
        {
            var sub = new Command(verb, description) { Name };
            sub.SetAction(parsed => ActAsync(source.Find(parsed), parsed.GetValue(Name)!, act));
            return sub;
        }
    }

    private static async Task<int> ActAsync(string? path, string given, Func<string, string, Task<int>> act)
    {
        if (path is null)
            return RunCommand.BadConfiguration;
        if (Saslprep.Prepare(given) is not { } name || name.Contains(':', StringComparison.Ordinal) || name.StartsWith('#'))
            return await RefuseAsync($"'{given}' is no name for a user: no colon, no control characters, no # in front");
        try
        {
            return await act(path, name);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return await RefuseAsync($"'{path}' cannot be written: {failed.Message}");
        }
    }

    private static Task<int> AddAsync(string path, string name) =>
        SetAsync(path, name, isNew: true, $"added '{name}' to {path}");

    private static Task<int> ChangeAsync(string path, string name) =>
        SetAsync(path, name, isNew: false, $"'{name}' has another password in {path}");

    private static async Task<int> SetAsync(string path, string name, bool isNew, string done)
    {
        // Before somebody types a password in vain.
        if (await FindAsync(path, name, isNew) is (_, { } no))
            return no;
        if (await PasswordPrompt.AskAsync(twice: true) is not { } password)
            return No;
        var entry = Passwords.Entry(name, password);
        using var alone = ChangeLock.Take(path, Patience);
        // Others may have changed it meanwhile.
        var (users, refused) = await FindAsync(path, name, isNew);
        if (refused is { } code)
            return code;
        users[name] = entry;
        UserFile.Write(path, users.Values);
        Console.WriteLine(done);
        return Done;
    }

    private static async Task<int> RemoveAsync(string path, string name)
    {
        using var alone = ChangeLock.Take(path, Patience);
        var (users, refused) = await FindAsync(path, name, isNew: false);
        if (refused is { } code)
            return code;
        users.Remove(name);
        UserFile.Write(path, users.Values);
        Console.WriteLine($"removed '{name}' from {path}");
        return Done;
    }

    /// <summary>The users, among whom the name must be, or must not; else the exit code, and why has been said.</summary>
    private static async Task<(Dictionary<string, UserEntry> Users, int? Refused)> FindAsync(string path, string name, bool isNew)
    {
        var users = isNew && !File.Exists(path) ? [] : Read(path);
        if (users is null)
            return ([], RunCommand.BadConfiguration);
        if (users.ContainsKey(name) != isNew)
            return (users, null);
        return (users, await SayAsync(isNew
            ? $"there is a user '{name}' already; 'smtpgate user passwd' gives another password"
            : $"there is no user '{name}' in {path}"));
    }

    private static async Task<int> CheckAsync(string path, string name)
    {
        // A command line is no place for guessing, but for finding out what is wrong.
        var (users, refused) = await FindAsync(path, name, isNew: false);
        if (refused is { } code)
            return code;
        if (await PasswordPrompt.AskAsync(twice: false) is not { } password)
            return No;
        if (!await Passwords.AreEqualAsync(users[name].Hash, password, CancellationToken.None))
            return await SayAsync($"this is not the password of '{name}'");
        Console.WriteLine($"this is the password of '{name}'");
        return Done;
    }

    private static int List(string? path)
    {
        if (path is null || Read(path) is not { } users)
            return RunCommand.BadConfiguration;
        foreach (var name in users.Keys.Order(StringComparer.Ordinal))
            Console.WriteLine(name);
        return Done;
    }

    private static Dictionary<string, UserEntry>? Read(string path)
    {
        var (users, problem) = UserFile.Read(path);
        if (problem is not null)
            Console.Error.WriteLine(problem);
        return users is null ? null : new Dictionary<string, UserEntry>(users, StringComparer.Ordinal);
    }

    private static async Task<int> SayAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return No;
    }

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return RunCommand.BadConfiguration;
    }
}
