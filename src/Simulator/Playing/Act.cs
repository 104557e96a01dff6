using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>What the player does, one after the other: a script seen from one side.</summary>
public abstract record Act(Step Step, string Connection);

/// <summary>One write (or, by its shape, several): a line and all that is joined to it.</summary>
public sealed record Send(Step Step, string Connection, ValueList<Line> Lines, Shape Shape) : Act(Step, Connection);

/// <summary>A message, or a chunk of one, and the lines that are joined to it.</summary>
/// <param name="Lines">As they were written.</param>
public sealed record SendBody(
    Step Step, string Connection, ValueList<string> Lines, Func<Variables, byte[]> Octets, Shape Shape) : Act(Step, Connection)
{
    public ValueList<Line> Behind { get; init; } = [];
}

/// <summary>Something is expected, or one of its alternatives.</summary>
/// <param name="Optional">It need not come.</param>
public sealed record Hear(
    Step Step, string Connection, ValueList<Choice> Choices, TimeSpan? Within, TimeSpan? After, bool Optional)
    : Act(Step, Connection);

/// <summary>One thing that may come, and what it means for the case; no ruling: the script goes on.</summary>
public sealed record Choice(Event Step, Expectation Expectation, Ruling? Ruling, string? Reason);

/// <summary>A directive that does something by itself.</summary>
public sealed record Do(Directive Directive, string Connection) : Act(Directive, Connection);

/// <summary>The acts between <c>@repeat</c> and <c>@end</c>.</summary>
public sealed record Repeat(Step Step, string Connection, int Count, ValueList<Act> Acts) : Act(Step, Connection);

/// <summary>The acts between <c>@for</c> and <c>@end</c>, once for each value of a name.</summary>
public sealed record ForEach(Step Step, string Connection, string Name, string Values, ValueList<Act> Acts)
    : Act(Step, Connection);

/// <summary>The acts behind <c>@if cap NAME</c>, and those behind its <c>@else</c>.</summary>
/// <param name="Capability">A keyword of the last reply to EHLO on this connection.</param>
public sealed record IfOffered(Step Step, string Connection, string Capability, ValueList<Act> Acts, ValueList<Act> Otherwise)
    : Act(Step, Connection);

/// <summary>What the next hop received is held against the script.</summary>
/// <param name="Lines">The message it is to be, null where only a part of it is looked at.</param>
public sealed record CheckMail(Directive Directive, string Connection, ValueList<string>? Lines) : Act(Directive, Connection);

/// <summary>What <c>@unordered</c> holds: each comes once, in whatever order.</summary>
public sealed record HearAll(Step Step, string Connection, ValueList<Hear> Hears) : Act(Step, Connection);
