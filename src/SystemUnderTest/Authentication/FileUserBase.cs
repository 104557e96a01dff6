using System.Security.Cryptography;
using SmtpGate.Files;

namespace SmtpGate.Authentication;

/// <summary>Users from a file, which is looked at for each who comes.</summary>
/// <exception cref="InvalidOperationException">It cannot be read; who loaded the settings has asked.</exception>
public sealed class FileUserBase(string path, ILogger<FileUserBase> logger) : IUserBase
{
    // As long as the gateway runs: somebody who is not there is asked the same, whatever settings change.
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    private readonly Watched<IReadOnlyDictionary<string, UserEntry>> _users = new(
        [path],
        () => UserFile.Read(path),
        users => Log.UsersRead(logger, users.Count, path),
        problem => Log.UsersKept(logger, problem));

    public async ValueTask<Judgement> CheckAsync(string user, string password, CancellationToken cancel) =>
        await Passwords.AreEqualAsync(Find(user)?.Hash, password, cancel) ? Judgement.Good : Judgement.Bad;

    public ValueTask<ScramKeys?> FindScramKeysAsync(string user, CancellationToken cancel) =>
        new(Find(user)?.Scram ?? ScramKeys.Fabricated(user, Secret));

    private UserEntry? Find(string user) => _users.Current.GetValueOrDefault(user);
}
