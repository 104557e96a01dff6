namespace SmtpSim.Transcripts;

/// <summary>Who says a line: whichever side the player takes, it sends these lines and expects the other's.</summary>
public enum Speaker
{
    Client,
    Server,
}

/// <summary>How a line is written: the character behind <c>C</c> or <c>S</c>.</summary>
public enum Form
{
    /// <summary><c>:</c> a line and CRLF; when expected, a whole reply or a line with wildcards.</summary>
    Plain,

    /// <summary><c>+</c> one more line in the same write.</summary>
    Joined,

    /// <summary><c>&gt;</c> exact octets in quotes.</summary>
    Octets,

    /// <summary><c>=</c> the exact line and CRLF, no wildcards.</summary>
    Exact,

    /// <summary><c>~</c> a regular expression on one line.</summary>
    Regex,

    /// <summary><c>?</c> expected, but it need not come.</summary>
    Optional,
}

/// <summary>The line of the file a step stands on. Not part of what the step says, so any two are equal.</summary>
/// <param name="file">Null where nobody has written it in a file.</param>
public readonly struct SourceLine(int number, string? file = null) : IEquatable<SourceLine>
{
    public int Number => number;

    /// <summary>The file it stands in, which an include may have brought.</summary>
    /// <param name="otherwise">Where there is none.</param>
    public string In(string otherwise) => file ?? otherwise;

    public bool Equals(SourceLine other) => true;

    public override bool Equals(object? obj) => obj is SourceLine;

    public override int GetHashCode() => 0;

    public static bool operator ==(SourceLine left, SourceLine right) => left.Equals(right);

    public static bool operator !=(SourceLine left, SourceLine right) => !left.Equals(right);

    public override string ToString() => $"line {number}";
}

/// <summary>One thing that stands in a transcript: the closed family of steps.</summary>
public abstract record Step(SourceLine At);

/// <summary>A comment or an empty line, kept so that a rewritten file loses nothing.</summary>
public sealed record Remark(SourceLine At, string Text) : Step(At);

/// <summary>A step that something may be expected of, and the alternatives that follow it.</summary>
public abstract record Event(SourceLine At, ValueList<Alternative> Alternatives) : Step(At)
{
    /// <summary>When it happened, in a recording: <c>[+0.012]</c>, counted from the beginning. Null where nobody says.</summary>
    public TimeSpan? Stamp { get; init; }
}

/// <summary><c>C: …</c>, <c>S> "…"</c> and their like. The text is kept as it is written in the file.</summary>
/// <param name="Connection">"1" unless named.</param>
public sealed record Line(
    SourceLine At, Speaker Speaker, string Connection, Form Form, string Text, ValueList<Alternative> Alternatives)
    : Event(At, Alternatives)
{
    /// <summary>By the same side, on the same connection.</summary>
    public bool IsSaidAs(Line other) => (Speaker, Connection) == (other.Speaker, other.Connection);
}

/// <summary><c>@word arguments</c>; a body given in the script itself is its <paramref name="Document"/>.</summary>
/// <param name="Connection">The connection it names with <c>on</c>, null for the one used last.</param>
public sealed record Directive(
    SourceLine At,
    string Word,
    ValueList<string> Arguments,
    string? Connection,
    ValueList<string>? Document,
    ValueList<Alternative> Alternatives)
    : Event(At, Alternatives);

/// <summary><c>@repeat</c>, <c>@for</c> and <c>@if</c> with what stands up to <c>@else</c> and <c>@end</c>.</summary>
public sealed record Block(Directive Head, ValueList<Step> Body, ValueList<Step>? Otherwise) : Step(Head.At);

/// <summary><c>@on trigger … -> actions</c>: what the looping server does when a command of this kind comes.</summary>
/// <param name="Trigger">A command's keyword, <c>connect</c> or <c>DOT</c> (the end of the data).</param>
/// <param name="Conditions">As written: a pattern, <c>times 2</c>, <c>1..3</c>, <c>chance 10%</c>.</param>
public sealed record Rule(SourceLine At, string Trigger, ValueList<string> Conditions, ValueList<Step> Actions)
    : Step(At);

/// <summary>What an alternative ends the case with.</summary>
public enum Ruling
{
    Pass,
    Warn,
    Fail,
}

/// <summary><c>or …</c>: what may come instead. Without a ruling the script goes on behind it.</summary>
/// <param name="Step">A line or an expecting directive, without alternatives of its own.</param>
/// <param name="Reason">Why it warns or fails; null for pass.</param>
public sealed record Alternative(Event Step, Ruling? Ruling, string? Reason);

/// <summary>A header line <c>key: value</c>.</summary>
public sealed record Header(string Key, string Value);

/// <summary>A whole transcript: client script, server script, recording and golden in one.</summary>
public sealed record Transcript(ValueList<Header> Headers, ValueList<Step> Steps)
{
    /// <summary>The value of a header, null where it is not given.</summary>
    public string? this[string key] => Headers.FirstOrDefault(h => h.Key == key)?.Value;

    /// <summary>True where the server loops over rules instead of playing lines in order.</summary>
    public bool ServesByRules => Steps.Any(s => s is Rule or Directive { Word: "serve" }) || (Steps.Any(IsListen) && Steps.All(
        s => s is Remark || IsListen(s)));

    // When it can be connected to may be all there is to say of a server.
    private static bool IsListen(Step step) => step is Directive { Word: "listen" };
}
