using System.Reflection;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary>Where the specifications are: here, above, or beside the program.</summary>
internal static class Specifications
{
    public static string Find(string? given)
    {
        if (given is not null)
            return Directory.Exists(given) ? given : throw new UnusableFileException(given, 0, 0, "there is no such folder");
        return Above(Directory.GetCurrentDirectory())
            ?? Above(AppContext.BaseDirectory)
            ?? throw new UnusableFileException("specs", 0, 0, "no folder 'specs' here or above; name it with --specs");
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var specs = Path.Combine(at.FullName, "specs");
            if (File.Exists(Path.Combine(specs, "gateway.json")))
                return specs;
        }
        return null;
    }
}

/// <summary>Where the gateway's program is: named, or built beside this one.</summary>
internal static class GatewayProgram
{
    public static string Find(string? given)
    {
        var built = typeof(GatewayProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "Gateway")?.Value;
        var program = given ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, built ?? "smtpgate"));
        return File.Exists(program)
            ? program
            : throw new UnusableFileException(
                program, 0, 0, "the gateway's program is not there; build it, or name it with --gateway");
    }
}

/// <summary><c>--tag</c>: any of the plain ones, none of those with a tilde.</summary>
internal static class TagFilter
{
    public static bool Selects(IReadOnlyList<string> wanted, IReadOnlyList<string> tags)
    {
        var (without, with) = (wanted.Where(t => t.StartsWith('~')).ToList(), wanted.Where(t => !t.StartsWith('~')).ToList());
        return (with.Count == 0 || with.Exists(t => tags.Contains(AsTag(t))))
            && !without.Exists(t => tags.Contains(AsTag(t[1..])));
    }

    private static string AsTag(string text) => text.StartsWith('@') ? text : '@' + text;
}

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;
    public const int Failure = 1;
    public const int Unreachable = 3;
    public const int BadScript = 4;

    /// <summary>Told to stop: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Stopped = 130;

    /// <summary>What was told to stop before its end has no verdict.</summary>
    public static int Of(int code, CancellationToken cancel) => cancel.IsCancellationRequested ? Stopped : code;
}
