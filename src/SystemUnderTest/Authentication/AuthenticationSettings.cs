using SmtpGate.Configuration;

namespace SmtpGate.Authentication;

/// <summary>Reads the settings of authentication; a file of users that cannot be used is a wrong setting.</summary>
public static class AuthenticationSettings
{
    private const int Day = 86400;

    private static readonly string[] All = [.. Mechanisms.OfUsers, .. Mechanisms.OfTokens];

    public static AuthenticationOptions Read(SettingsReader settings)
    {
        var users = settings.Path("Users");
        if (users is not null && UserFile.Read(users).Problem is { } problem)
            settings.Report("Users", $"{settings.Name("Users")}: {problem}");
        var tokens = settings.Has("Tokens") ? ReadTokens(settings.Section("Tokens")) : null;
        if (users is null && tokens is null)
            settings.Report(
                "", $"{settings.Name("Users")} names no file, nor is there a section Tokens: nobody could authenticate");
        var options = new AuthenticationOptions(
            users,
            tokens,
            ReadMechanisms(settings, users is not null, tokens is not null),
            settings.Flag("Required", false),
            settings.Flag("BeforeTls", false),
            settings.Flag("LegacyLine", false),
            TimeSpan.FromMilliseconds(settings.Number("TarpitMilliseconds", 10_000, 0, 600_000)),
            settings.Number("Tries", 5, 3, 1000),
            new FailureLimits(
                settings.NumberOrNone("FailuresPerAddress", 20, 1, 1_000_000),
                settings.NumberOrNone("FailuresPerUser", 10, 1, 1_000_000),
                TimeSpan.FromSeconds(settings.Number("FailureSeconds", 900, 1, Day))));
        settings.RefuseOthers();
        return options;
    }

    private static IReadOnlyList<string> ReadMechanisms(SettingsReader settings, bool hasUsers, bool hasTokens)
    {
        string[] possible = [.. hasUsers ? Mechanisms.OfUsers : [], .. hasTokens ? Mechanisms.OfTokens : []];
        var named = settings.List("Mechanisms", $"one of {string.Join(", ", All)}", t => All.Contains(t) ? t : null);
        foreach (var name in (named ?? []).Except(possible))
            settings.Report("Mechanisms", $"{settings.Name("Mechanisms")}: {name} needs {Needed(name)}");
        if (named is { Count: 0 })
            settings.Report("Mechanisms", $"{settings.Name("Mechanisms")} is empty; leave it out for all");
        return named?.Distinct().ToList() ?? (IReadOnlyList<string>)possible;
    }

    private static string Needed(string mechanism) =>
        Mechanisms.OfTokens.Contains(mechanism) ? "a section Tokens" : "a file of Users";

    private static IntrospectionOptions? ReadTokens(SettingsReader settings)
    {
        var server = settings.Text(
            "Introspection", "the address of an OAuth server's introspection, https://…",
            t => Uri.TryCreate(t, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri : null);
        // It stands in logs.
        if (server?.UserInfo.Length > 0)
            settings.Report(
                "Introspection", $"{settings.Name("Introspection")} names a user; that belongs into Client and Secret");
        if (!settings.Has("Introspection"))
            settings.Report("Introspection", "tokens need \"Introspection\": the address where they can be looked up");
        var options = new IntrospectionOptions(
            server ?? new Uri("https://invalid"),
            settings.Text("Client", ""),
            settings.Text("Secret", ""),
            settings.Text("UserClaim", "username"),
            TimeSpan.FromSeconds(settings.Number("TimeLimitSeconds", 10, 1, 600)));
        settings.RefuseOthers();
        return options;
    }
}
