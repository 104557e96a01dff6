namespace SmtpGate.Sinks;

/// <summary>The moments a sink can be bound to, by the names a configuration uses.</summary>
public static class SinkEvent
{
    /// <summary>A client has connected; a negative reply is said in place of the greeting.</summary>
    public const string Connect = "CONNECT";

    /// <summary>The whole message has arrived and was found well formed.</summary>
    public const string EndOfData = "EOD";

    /// <summary>The session has ended; nothing can be said any more.</summary>
    public const string Disconnect = "DISCONNECT";

    /// <summary>Every command, whichever it is.</summary>
    public const string All = "*";

    /// <summary>Every name there is.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        Connect, "HELO", "EHLO", "AUTH", "STARTTLS", "MAIL", "RCPT", "DATA", EndOfData, "RSET", "NOOP", "VRFY", "EXPN", "HELP",
        "QUIT", Disconnect, All,
    ];

    /// <summary>
    /// The event of a command. A client that says the name of a moment, EOD for one, has said a word that is no command.
    /// </summary>
    public static string OfCommand(string keyword) => keyword is Connect or EndOfData or Disconnect or All ? "" : keyword;
}
