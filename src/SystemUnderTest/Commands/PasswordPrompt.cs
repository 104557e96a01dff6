using System.Text;
using SmtpGate.Authentication;

namespace SmtpGate.Commands;

/// <summary>Passwords from the keyboard, where nobody sees them, or from standard input; never from the command line.</summary>
internal static class PasswordPrompt
{
    /// <summary>Null where none was given; why has been said.</summary>
    public static async Task<string?> AskAsync(bool twice)
    {
        var given = Console.IsInputRedirected ? await Console.In.ReadLineAsync() ?? "" : Type("Password: ");
        if (Saslprep.Prepare(given) is not { } password)
        {
            await Console.Error.WriteLineAsync(
                given.Length == 0 ? "a password has at least one character" : "a password has no control characters");
            return null;
        }
        if (twice && !Console.IsInputRedirected && Type("Once more: ") != given)
        {
            await Console.Error.WriteLineAsync("these are not the same");
            return null;
        }
        return password;
    }

    private static string Type(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (key.KeyChar != '\0')
                typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
