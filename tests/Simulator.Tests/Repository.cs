namespace SmtpSim.Tests;

/// <summary>Where the documents lie that the tests hold to their word.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "SmtpConformance.sln")))
            at = at.Parent!;
        return at.FullName;
    }
}
