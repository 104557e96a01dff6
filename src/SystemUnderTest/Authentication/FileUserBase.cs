using System.Security.Cryptography;

namespace SmtpGate.Authentication;

/// <summary>
/// Users from a file, which is looked at for each who comes: read again when it has changed. A file that cannot be read
/// does not replace one that could.
/// </summary>
public sealed class FileUserBase : IUserBase
{
    private readonly string _path;
    private readonly ILogger _logger;
    // As long as the gateway runs: somebody who is not there is asked the same, whatever settings change.
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    private readonly Lock _lock = new();
    private IReadOnlyDictionary<string, UserEntry> _users;
    private (DateTime, long) _stamp;

    /// <exception cref="InvalidOperationException">It cannot be read; who loaded the settings has asked.</exception>
    public FileUserBase(string path, ILogger<FileUserBase> logger)
    {
        (_path, _logger, _stamp) = (path, logger, Stamp(path));
        var (users, problem) = UserFile.Read(path);
        _users = users ?? throw new InvalidOperationException(problem);
    }

    public async ValueTask<Judgement> CheckAsync(string user, string password, CancellationToken cancel) =>
        await Passwords.AreEqualAsync(Users().GetValueOrDefault(user)?.Hash, password, cancel) ? Judgement.Good : Judgement.Bad;

    public ValueTask<ScramKeys?> FindScramKeysAsync(string user, CancellationToken cancel) =>
        new(Users().GetValueOrDefault(user)?.Scram ?? ScramKeys.Fabricated(user, Secret));

    private IReadOnlyDictionary<string, UserEntry> Users()
    {
        lock (_lock)
        {
            var stamp = Stamp(_path);
            if (stamp != _stamp)
                Renew(stamp);
            return _users;
        }
    }

    private void Renew((DateTime, long) stamp)
    {
        // One look for each change: a broken file is not read for everyone who comes.
        _stamp = stamp;
        var (users, problem) = UserFile.Read(_path);
        if (users is null)
        {
            Log.UsersKept(_logger, problem!);
            return;
        }
        _users = users;
        Log.UsersRead(_logger, users.Count, _path);
    }

    private static (DateTime, long) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
