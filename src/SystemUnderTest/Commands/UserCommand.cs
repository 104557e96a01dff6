using System.CommandLine;
using SmtpGate.Authentication;

namespace SmtpGate.Commands;

/// <summary><c>smtpgate user add|remove|passwd|list|check</c>: the file of users. A running gateway notices by itself.</summary>
internal static class UserCommand
{
    private const int Done = 0;
    private const int No = 1;

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

    private static async Task<int> AddAsync(string path, string name)
    {
        var users = File.Exists(path) ? Read(path) : [];
        if (users is null)
            return RunCommand.BadConfiguration;
        if (users.ContainsKey(name))
            return await SayAsync($"there is a user '{name}' already; 'smtpgate user passwd' gives another password");
        return await SetAsync(path, users, name, $"added '{name}' to {path}");
    }

    private static async Task<int> ChangeAsync(string path, string name)
    {
        if (Read(path) is not { } users)
            return RunCommand.BadConfiguration;
        return users.ContainsKey(name)
            ? await SetAsync(path, users, name, $"'{name}' has another password in {path}")
            : await SayAsync($"there is no user '{name}' in {path}");
    }

    private static async Task<int> SetAsync(string path, Dictionary<string, UserEntry> users, string name, string done)
    {
        if (await PasswordPrompt.AskAsync(twice: true) is not { } password)
            return No;
        users[name] = Passwords.Entry(name, password);
        UserFile.Write(path, users.Values);
        Console.WriteLine(done);
        return Done;
    }

    private static async Task<int> RemoveAsync(string path, string name)
    {
        if (Read(path) is not { } users)
            return RunCommand.BadConfiguration;
        if (!users.Remove(name))
            return await SayAsync($"there is no user '{name}' in {path}");
        UserFile.Write(path, users.Values);
        Console.WriteLine($"removed '{name}' from {path}");
        return Done;
    }

    private static async Task<int> CheckAsync(string path, string name)
    {
        if (Read(path) is not { } users)
            return RunCommand.BadConfiguration;
        if (await PasswordPrompt.AskAsync(twice: false) is not { } password)
            return No;
        // A command line is no place for guessing, but for finding out what is wrong.
        if (!users.TryGetValue(name, out var user))
            return await SayAsync($"there is no user '{name}' in {path}");
        if (!await Passwords.AreEqualAsync(user.Hash, password, CancellationToken.None))
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
