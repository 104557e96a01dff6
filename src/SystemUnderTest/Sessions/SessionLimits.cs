namespace SmtpGate.Sessions;

/// <summary>What one session may take, and where each number comes from.</summary>
public sealed record SessionLimits
{
    public static readonly SessionLimits Default = new();

    /// <summary>
    /// A command line, CRLF included. RFC 5321 4.5.3.1.4 asks for 512 and extensions add to it; 2048 is Postfix's limit.
    /// </summary>
    public int LineOctets { get; init; } = 2048;

    /// <summary>The content of a message; 4.5.3.1.7 asks for 64 KiB. 2 MB is IIS's default. Null: no limit.</summary>
    public long? MessageOctets { get; init; } = 2048 * 1024;

    /// <summary>All messages of a connection together; IIS's default. Null: no limit.</summary>
    public long? SessionOctets { get; init; } = 10240 * 1024;

    /// <summary>Messages of a connection; IIS's default. Null: no limit.</summary>
    public int? Messages { get; init; } = 20;

    /// <summary>Per message; 4.5.3.1.8 asks for 100, IIS's default too.</summary>
    public int Recipients { get; init; } = 100;

    /// <summary>Received lines; 6.3 wants the threshold at 100 normally, so that it stops nothing but loops.</summary>
    public int Hops { get; init; } = 100;

    /// <summary>Errors of a client's before it is sent away; as many as Postfix takes. Null: no limit.</summary>
    public int? Errors { get; init; } = 20;

    /// <summary>Until the next command; 4.5.3.2.7 asks for 5 minutes.</summary>
    public TimeSpan CommandTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Until the next octets of a message; 4.5.3.2.7 again.</summary>
    public TimeSpan DataTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Of the virtual server at the same time. Null: no limit.</summary>
    public int? Connections { get; init; } = 10_000;

    /// <summary>Of one client address at the same time. Null: no limit.</summary>
    public int? ConnectionsPerAddress { get; init; }

    /// <summary>How long a stop waits for sessions to end before they are cut.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What a message must bring a second, on the whole; Kestrel asks its clients for 240. Null: no limit.
    /// </summary>
    public int? LeastRate { get; init; } = 240;
}
