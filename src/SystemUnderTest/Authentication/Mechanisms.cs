using System.Security.Cryptography;

namespace SmtpGate.Authentication;

/// <summary>The mechanisms there are.</summary>
public static class Mechanisms
{
    // 18 octets are 24 characters, and none of them a comma.
    private const int NonceOctets = 18;

    /// <summary>Those that need users.</summary>
    public static readonly IReadOnlyList<string> OfUsers = ["SCRAM-SHA-256", "PLAIN", "LOGIN"];

    /// <summary>Those that need tokens.</summary>
    public static readonly IReadOnlyList<string> OfTokens = ["OAUTHBEARER", "XOAUTH2"];

    public static Mechanism Of(string name, IUserBase? users, ITokenCheck? tokens) => new(name, name switch
    {
        "PLAIN" => () => new PlainExchange(users!),
        "LOGIN" => () => new LoginExchange(users!),
        "SCRAM-SHA-256" => () => new ScramExchange(users!, Nonce),
        "OAUTHBEARER" => () => new BearerExchange(tokens!, isForerunner: false),
        "XOAUTH2" => () => new BearerExchange(tokens!, isForerunner: true),
        _ => throw new ArgumentException($"there is no mechanism '{name}'", nameof(name)),
    });

    private static string Nonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceOctets));
}
