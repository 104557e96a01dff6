using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace SmtpGate.Authentication;

/// <summary>Hashes of passwords: ASP.NET's hasher, which is slow on purpose.</summary>
public static class Passwords
{
    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions()));

    // For users who are not there: checking costs what it would cost if they were.
    private static readonly Lazy<string> Nobody =
        new(() => Hasher.HashPassword("", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));

    // Each check costs a core tens of milliseconds; half of them stay for the sessions.
    private static readonly SemaphoreSlim Turn = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <param name="password">As Saslprep leaves it.</param>
    public static UserEntry Entry(string name, string password) => new(
        name, Hasher.HashPassword(name, password), ScramKeys.Of(password, RandomNumberGenerator.GetBytes(16)));

    /// <param name="hash">Null for a user who is not there.</param>
    public static async ValueTask<bool> AreEqualAsync(string? hash, string password, CancellationToken cancel)
    {
        await Turn.WaitAsync(cancel);
        try
        {
            var verdict = await Task.Run(() => Hasher.VerifyHashedPassword("", hash ?? Nobody.Value, password), cancel);
            return hash is not null && verdict != PasswordVerificationResult.Failed;
        }
        finally
        {
            Turn.Release();
        }
    }
}
