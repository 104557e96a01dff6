using System.Text;
using SmtpGate.Files;

namespace SmtpGate.Authentication;

/// <summary>One user as the file has it.</summary>
/// <param name="Hash">Of the password, salted and slow.</param>
public sealed record UserEntry(string Name, string Hash, ScramKeys Scram)
{
    public override string ToString() => $"{Name}:{Hash}:{Scram}";
}

/// <summary>
/// The file of users: a line each, <c>name:hash:SCRAM-SHA-256$…</c>; empty lines and those with a # in front are left
/// alone. It holds no passwords, and is nobody else's business all the same.
/// </summary>
public static class UserFile
{
    // More is no file of users.
    private const long Largest = 64 * 1024 * 1024;

    /// <summary>The users by name, or what is wrong and where.</summary>
    public static (IReadOnlyDictionary<string, UserEntry>? Users, string? Problem) Read(string path)
    {
        if (MissingFile.Find(path) is { } missing)
            return (null, Directory.Exists(path) ? missing : $"{missing}; 'smtpgate user add' makes it");
        try
        {
            if (new FileInfo(path).Length > Largest)
                return (null, $"'{path}' is larger than any file of users");
            return Parse(path, File.ReadAllLines(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return (null, $"'{path}' cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Replaces the file in one step, so that nobody ever reads half of it. Comments stay.</summary>
    /// <exception cref="IOException">It could not be written; the file is as it was.</exception>
    public static void Write(string path, IEnumerable<UserEntry> users)
    {
        var comments = File.Exists(path) ? File.ReadAllLines(path).Where(IsComment) : [];
        var lines = comments.Concat(users.OrderBy(u => u.Name, StringComparer.Ordinal).Select(u => u.ToString()));
        var octets = Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));
        WholeFile.Write(path, isSecret: true, file => file.Write(octets));
    }

    private static (IReadOnlyDictionary<string, UserEntry>? Users, string? Problem) Parse(string path, string[] lines)
    {
        var users = new Dictionary<string, UserEntry>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || IsComment(lines[i]))
                continue;
            if (Entry(lines[i]) is not { } entry)
                return (null, $"{path}:{i + 1}: this is no user: name:hash:SCRAM-SHA-256$…");
            if (!users.TryAdd(entry.Name, entry))
                return (null, $"{path}:{i + 1}: the user '{entry.Name}' stands there twice");
        }
        return (users, null);
    }

    private static UserEntry? Entry(string line)
    {
        var parts = line.Split(':', 3);
        return parts.Length == 3 && Saslprep.Prepare(parts[0]) == parts[0] && Base64.Decode(parts[1]) is { Length: > 32 }
            && ScramKeys.Parse(parts[2]) is { } keys
            ? new UserEntry(parts[0], parts[1], keys)
            : null;
    }

    private static bool IsComment(string line) => line.StartsWith('#');
}
