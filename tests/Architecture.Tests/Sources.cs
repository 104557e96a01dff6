namespace Architecture.Tests;

/// <summary>The repository's files, as text: the rules are about what people read.</summary>
internal static class Sources
{
    public static readonly string Root = FindRoot();

    /// <summary>All C# files below a folder of the repository, built ones left out.</summary>
    public static IReadOnlyList<string> Below(string folder) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>The product folder of a source file: <c>Playing</c> of <c>src/Simulator/Playing/Walker.cs</c>.</summary>
    public static string? Folder(string file)
    {
        var parts = Relative(file).Split('/');
        return parts.Length > 3 ? parts[2] : null;
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SmtpConformance.sln")))
                return at.FullName;
        }
        throw new DirectoryNotFoundException("the tests run outside the repository");
    }
}
