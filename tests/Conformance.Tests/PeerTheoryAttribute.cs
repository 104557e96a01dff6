namespace Conformance.Tests;

/// <summary>
/// A test that needs a real program beside ours: skipped where there is none, but not in CI, which installs them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerTheoryAttribute : TheoryAttribute
{
    /// <param name="program">Its name; Debian's package has the same.</param>
    public PeerTheoryAttribute(string program)
    {
        Program = program;
        if (Find(program) is null && Environment.GetEnvironmentVariable("CI") is null)
            Skip = $"there is no {program} on this machine: apt install {program}";
    }

    public string Program { get; }

    /// <summary>Where it lies; null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
