using System.CommandLine;

namespace SmtpSim.Commands;

/// <summary>Options that have a value where none is given.</summary>
internal static class OptionOf
{
    public static Option<T> Value<T>(string name, string description, T otherwise) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
    };
}
