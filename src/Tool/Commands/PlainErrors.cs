using System.Text.RegularExpressions;

namespace SmtpSim.Commands;

/// <summary>What the command line's reader says of values, without the names of its types.</summary>
internal static partial class PlainErrors
{
    public static string Of(string said) => Unreadable().Replace(said, m =>
        $"{m.Groups["name"].Value}: '{m.Groups["value"].Value}' is no {Kind(m.Groups["type"].Value)}");

    private static string Kind(string type) => type switch
    {
        "Int32" or "Int64" => "whole number, or far too large",
        "Double" => "number",
        _ => $"value of this kind ({type})",
    };

    [GeneratedRegex(
        "Cannot parse argument '(?<value>[^']*)' for (option|command) '(?<name>[^']*)' "
        + @"as expected type '[^']*?(?<type>\w+)\]?'\.")]
    private static partial Regex Unreadable();
}
