namespace Benchmarks;

/// <summary>The programs as they are built for release, beside this one in the artifacts folder.</summary>
internal static class Programs
{
    public static string Gateway { get; } = Built("SystemUnderTest", "smtpgate");

    public static string Simulator { get; } = Built("Tool", "smtpsim");

    /// <summary>The repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../.."));

    public static string Specs { get; } = Path.Combine(Root, "specs");

    private static string Built(string project, string program) => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../..", project, "release", OperatingSystem.IsWindows() ? program + ".exe" : program));
}
