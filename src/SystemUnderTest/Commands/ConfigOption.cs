using System.CommandLine;

namespace SmtpGate.Commands;

/// <summary><c>--config FILE</c>, as every command has it.</summary>
internal static class ConfigOption
{
    /// <param name="isRecursive">Its subcommands have it, too.</param>
    public static Option<string> Make(string description = "The configuration file", bool isRecursive = false) => new("--config")
    {
        Description = description,
        DefaultValueFactory = _ => RunCommand.UsualConfiguration,
        Recursive = isRecursive,
    };
}
