using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What can be said so far of an expectation.</summary>
public enum Fit
{
    NotYet,
    Met,
    Missed,
}

/// <param name="Length">How many octets were taken, where it is met.</param>
/// <param name="Why">What is wrong, where it is missed.</param>
public readonly record struct Match(Fit Fit, int Length = 0, string Why = "")
{
    public static readonly Match NotYet = new(Fit.NotYet);

    public static Match Missed(string why) => new(Fit.Missed, 0, why);

    public static Match Met(int length) => new(Fit.Met, length);
}

/// <summary>One thing that may come. Looks at what was heard; takes nothing itself.</summary>
public abstract class Expectation
{
    /// <param name="heard">Everything that waits.</param>
    /// <param name="ended">How the other side ended, null while it has not.</param>
    /// <param name="waited">How long this expectation has been waiting.</param>
    public abstract Match Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables);

    /// <summary>When <see cref="Try"/> may change its mind though nothing more is heard; null for never.</summary>
    public virtual TimeSpan? DecidesAfter => null;

    protected static Match Incomplete(Ending? ended) => ended switch
    {
        null => Match.NotYet,
        Ending.Eof => Match.Missed("the connection was closed instead"),
        _ => Match.Missed("the connection was reset instead"),
    };
}

/// <summary>One whole reply: <c>S: 250</c>.</summary>
public sealed class ReplyExpectation(ReplyPattern pattern) : Expectation
{
    public override Match Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (ReplyText.Read(heard) is not { } reply)
            return Incomplete(ended);
        return pattern.Misfit(reply, variables) is { } why ? Match.Missed(why) : Match.Met(reply.Length);
    }
}

/// <summary>How one line is compared.</summary>
public enum Comparison
{
    /// <summary>With wildcards and captures.</summary>
    Wild,

    /// <summary>To the letter.</summary>
    Exact,

    /// <summary>By a regular expression.</summary>
    Regex,
}

/// <summary>One physical line and its CRLF.</summary>
public sealed class LineExpectation(string text, Comparison comparison) : Expectation
{
    public override Match Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (ReplyText.NextLine(heard) is not var (line, length, complaint))
            return Incomplete(ended);
        if (complaint is not null)
            return Match.Missed(complaint);
        return Fits(line, variables) ? Match.Met(length) : Match.Missed("the line is another");
    }

    private bool Fits(string line, Variables variables) => comparison switch
    {
        Comparison.Wild => Pattern.Matches(text, line, variables),
        Comparison.Exact => variables.Fill(text) == line,
        _ => Regex.IsMatch(line, text, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
    };
}

/// <summary>Exact octets: <c>S&gt; "…"</c>.</summary>
public sealed class OctetsExpectation(string source) : Expectation
{
    public override Match Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        var wanted = Utterance.Quoted(source, variables);
        var common = heard.CommonPrefixLength(wanted);
        if (common == wanted.Length)
            return Match.Met(common);
        return common < heard.Length ? Match.Missed($"octet {common + 1} is another") : Incomplete(ended);
    }
}

/// <summary>A message, dot-stuffed, up to the line with one dot. Without lines of its own it takes any.</summary>
public sealed class BodyExpectation(IReadOnlyList<string>? lines) : Expectation
{
    private static readonly byte[] EmptyEnd = ".\r\n"u8.ToArray();

    public override Match Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (lines is not null)
        {
            var wanted = Encoding.UTF8.GetBytes(Utterance.Stuffed(lines.Select(variables.Fill)));
            var common = heard.CommonPrefixLength(wanted);
            if (common == wanted.Length)
                return Match.Met(common);
            return common < heard.Length ? Match.Missed($"octet {common + 1} of the body is another") : Incomplete(ended);
        }
        if (heard.StartsWith(EmptyEnd))
            return Match.Met(EmptyEnd.Length);
        var end = heard.IndexOf("\r\n.\r\n"u8);
        return end < 0 ? Incomplete(ended) : Match.Met(end + 5);
    }
}

/// <summary><c>@eof</c> or <c>@rst</c>: the other side ends in this way, having said nothing more.</summary>
public sealed class EndExpectation(Ending wanted) : Expectation
{
    public override Match Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (!heard.IsEmpty)
            return Match.Missed("something was said instead");
        if (ended is null)
            return Match.NotYet;
        return ended == wanted ? Match.Met(0) : Incomplete(ended);
    }
}

/// <summary><c>@quiet</c>: nothing is said, and nothing ends, for this long.</summary>
public sealed class QuietExpectation(TimeSpan time) : Expectation
{
    public override TimeSpan? DecidesAfter => time;

    public override Match Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (!heard.IsEmpty)
            return Match.Missed("something was said");
        return waited >= time && ended is null ? Match.Met(0) : Incomplete(ended);
    }
}
