namespace SmtpSim.Playing;

/// <summary>The commands of <c>@fence</c>, and what a server says to them where the script plays the server.</summary>
internal static class Fence
{
    public static readonly IReadOnlyList<(string Command, string Reply)> Exchanges =
        [("NOOP", "250 2.0.0 Still here"), ("FENCE", "500 5.5.1 Not a command here")];

    /// <summary>What a client expects: NOOP has no other good reply than 250, and a refusal has many.</summary>
    public static string Class(string reply) => reply[0] == '2' ? "250" : "5xx";
}
