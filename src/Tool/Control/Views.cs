namespace SmtpSim.Control;

/// <summary>A server: where it is, what it plays, what came so far.</summary>
/// <param name="Script">What it plays, as it was given.</param>
/// <param name="Rules">How many rules it has; null where it plays lines in order.</param>
/// <param name="Connections">How many were accepted since the script was loaded.</param>
/// <param name="Open">How many of them are open.</param>
/// <param name="Messages">How many messages arrived.</param>
public sealed record ServerView(
    string Name, string Host, int Port, string Script, int Seed, int? Rules, int Connections, int Open, long Messages);

/// <summary>A rule as it is asked, the first of a list first.</summary>
/// <param name="Seed">What its chances are drawn from, null where nothing is left to chance.</param>
public sealed record RuleView(int Id, string Text, int? Seed);

/// <summary>A message that arrived.</summary>
/// <param name="From">What MAIL said behind its name: FROM:&lt;a@b> SIZE=3.</param>
/// <param name="To">What each RCPT said.</param>
/// <param name="Received">Seconds since the script was loaded.</param>
/// <param name="Content">
/// As text, a character an octet where it is not UTF-8; null where it is longer than 1 MiB, or was not asked for.
/// </param>
public sealed record MailView(long Number, string From, IReadOnlyList<string> To, double Received, int Octets, string? Content);

/// <summary>One connection. Times are seconds since the script was loaded.</summary>
/// <param name="Ended">Null while it is open.</param>
/// <param name="Entries">How many things happened on it.</param>
public sealed record SessionView(string Session, double Began, double? Ended, int Entries);

/// <summary>Something that happened on a connection; secrets are starred out.</summary>
/// <param name="By">client, server or note.</param>
/// <param name="Text">Readable, octet-exact: EHLO x\r\n.</param>
/// <param name="Octets">Base64.</param>
public sealed record EntryView(double At, string By, string Text, string Octets);

/// <summary>One connection and all that happened on it.</summary>
public sealed record DialogueView(string Session, double Began, double? Ended, IReadOnlyList<EntryView> Entries);

/// <summary>How a script in order ended for one connection.</summary>
/// <param name="End">passed, warned, failed, missing or unfinished.</param>
/// <param name="Lines">What was expected beside what came, and what was said.</param>
public sealed record OutcomeView(string End, string Reason, IReadOnlyList<string> Lines);

/// <summary>Something that happened.</summary>
/// <param name="Event">begin, server (made, loaded, reset), removed, rules (some came or went), session, mail, heartbeat.</param>
/// <param name="Entries">How many things happened on the session since the last event of it.</param>
/// <param name="Mail">The number of the message that arrived.</param>
public sealed record EventView(string Event, string Server, string? Session, int? Entries, long? Mail);
