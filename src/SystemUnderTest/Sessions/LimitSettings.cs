using SmtpGate.Configuration;

namespace SmtpGate.Sessions;

/// <summary>Reads what one session may take.</summary>
public static class LimitSettings
{
    // A day, in seconds: longer than any wait makes sense.
    private const int Day = 86400;

    private const int MostKilobytes = 2_000_000;

    public static SessionLimits Read(SettingsReader settings)
    {
        var usual = SessionLimits.Default;
        var limits = new SessionLimits
        {
            LineOctets = settings.Number("LineOctets", usual.LineOctets, 512, 65536),
            MessageOctets = Kilobytes(settings, "MessageKilobytes", usual.MessageOctets),
            SessionOctets = Kilobytes(settings, "SessionKilobytes", usual.SessionOctets),
            Messages = settings.NumberOrNone("Messages", usual.Messages, 1, 1_000_000),
            Recipients = settings.Number("Recipients", usual.Recipients, 1, 100_000),
            Hops = settings.Number("Hops", usual.Hops, 10, 1000),
            Errors = settings.NumberOrNone("Errors", usual.Errors, 1, 100_000),
            Connections = settings.NumberOrNone("Connections", usual.Connections, 1, 1_000_000),
            ConnectionsPerAddress = settings.NumberOrNone("ConnectionsPerAddress", usual.ConnectionsPerAddress, 1, 1_000_000),
            CommandTime = Seconds(settings, "CommandSeconds", usual.CommandTime, 1),
            DataTime = Seconds(settings, "DataSeconds", usual.DataTime, 1),
            StopTime = Seconds(settings, "StopSeconds", usual.StopTime, 0),
            LeastRate = settings.NumberOrNone("LeastOctetsPerSecond", usual.LeastRate, 1, 1_000_000),
        };
        settings.RefuseOthers();
        return Consistent(settings, limits);
    }

    // As the originals demand it, so that no single message can be too much for a session.
    private static SessionLimits Consistent(SettingsReader settings, SessionLimits limits)
    {
        if ((limits.MessageOctets ?? long.MaxValue) <= (limits.SessionOctets ?? long.MaxValue))
            return limits;
        if (settings.Has("SessionKilobytes"))
            settings.Report("SessionKilobytes", $"{settings.Name("SessionKilobytes")} is less than MessageKilobytes");
        return limits with { SessionOctets = limits.MessageOctets };
    }

    private static long? Kilobytes(SettingsReader settings, string key, long? usual) =>
        settings.NumberOrNone(key, (int?)(usual / 1024), 1, MostKilobytes) * 1024L;

    private static TimeSpan Seconds(SettingsReader settings, string key, TimeSpan usual, int least) =>
        TimeSpan.FromSeconds(settings.Number(key, (int)usual.TotalSeconds, least, Day));
}
