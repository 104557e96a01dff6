using System.Text;
using SmtpGate.Authentication;

namespace SmtpGate.Tests.Authentication;

/// <summary>Steps as text.</summary>
internal static class Exchanges
{
    public static string Text(Step step) => step switch
    {
        Step.Challenge challenge => Encoding.UTF8.GetString(challenge.Octets),
        Step.Success success => $"success as {success.User}",
        Step.Refusal refusal => $"refusal of {refusal.User}",
        Step.Failure failure => $"failure as {failure.User}",
        _ => step.GetType().Name.ToLowerInvariant(),
    };
}

/// <summary>A user base of one.</summary>
internal sealed class KnownUsers(string name, string password, byte[]? salt = null, int iterations = 1) : IUserBase
{
    private static readonly byte[] Secret = new byte[32];

    public bool IsAway { get; set; }

    public int Checks { get; private set; }

    public ValueTask<Judgement> CheckAsync(string user, string given, CancellationToken cancel)
    {
        Checks++;
        return new(IsAway ? Judgement.Unavailable : user == name && given == password ? Judgement.Good : Judgement.Bad);
    }

    public ValueTask<ScramKeys?> FindScramKeysAsync(string user, CancellationToken cancel) => new(
        IsAway ? null : user == name ? ScramKeys.Of(password, salt ?? [1], iterations) : ScramKeys.Fabricated(user, Secret));
}
