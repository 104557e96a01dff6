using Spectre.Console;

namespace SmtpSim.Commands;

/// <summary>The console, without colours and at a fixed width where the output goes to a file or a pipe.</summary>
internal static class Terminal
{
    public static IAnsiConsole Create()
    {
        if (!Console.IsOutputRedirected)
            return AnsiConsole.Console;
        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        // Wide enough that no line of evidence is broken: a log is searched, not looked at.
        plain.Profile.Width = 240;
        return plain;
    }
}
