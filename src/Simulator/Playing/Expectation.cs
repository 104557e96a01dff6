using System.Text.RegularExpressions;
using SmtpSim.Messages;
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

/// <summary>What an expectation says of what was heard so far.</summary>
/// <param name="Length">How many octets were taken, where it is met.</param>
/// <param name="Why">What is wrong, where it is missed.</param>
public readonly record struct Judgement(Fit Fit, int Length = 0, string Why = "")
{
    public static readonly Judgement NotYet = new(Fit.NotYet);

    public static Judgement Missed(string why) => new(Fit.Missed, 0, why);

    public static Judgement Met(int length) => new(Fit.Met, length);
}

/// <summary>One thing that may come. Looks at what was heard; takes nothing itself.</summary>
public abstract class Expectation
{
    /// <param name="heard">Everything that waits.</param>
    /// <param name="ended">How the other side ended, null while it has not.</param>
    /// <param name="waited">How long this expectation has been waiting.</param>
    public abstract Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables);

    /// <summary>When <see cref="Try"/> may change its mind though nothing more is heard; null for never.</summary>
    public virtual TimeSpan? DecidesAfter => null;

    /// <summary>How many octets are waited for at most; of a line or a reply far more than any has (RFC 5321 4.5.3.1).</summary>
    public virtual int Longest => 1 << 20;

    /// <summary>Far above any message; below what would harm this machine.</summary>
    protected const int LongestBody = 256 << 20;

    protected static Judgement Incomplete(Ending? ended) => ended switch
    {
        null => Judgement.NotYet,
        Ending.Eof => Judgement.Missed("the connection was closed instead"),
        _ => Judgement.Missed("the connection was reset instead"),
    };
}

/// <summary>One whole reply: <c>S: 250</c>.</summary>
public sealed class ReplyExpectation(ReplyPattern pattern) : Expectation
{
    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (ReplyText.Read(heard) is not { } reply)
            return Incomplete(ended);
        return pattern.Misfit(reply, variables) is { } why ? Judgement.Missed(why) : Judgement.Met(reply.Length);
    }
}

/// <summary>How one line is compared.</summary>
public enum Comparison
{
    /// <summary>With wildcards and captures.</summary>
    Wild,

    /// <summary>The same, and a verb in any letters: RFC 5321 2.4.</summary>
    Command,

    /// <summary>To the letter.</summary>
    Exact,

    /// <summary>By a regular expression.</summary>
    Regex,
}

/// <summary>One physical line and its CRLF.</summary>
public sealed class LineExpectation(string text, Comparison comparison) : Expectation
{
    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (ReplyText.NextLine(heard) is not var (line, length, complaint))
            return Incomplete(ended);
        if (complaint is not null)
            return Judgement.Missed(complaint);
        return Fits(line, variables) ? Judgement.Met(length) : Judgement.Missed("the line is another");
    }

    private bool Fits(string line, Variables variables) => comparison switch
    {
        Comparison.Wild => Pattern.Matches(text, line, variables),
        Comparison.Command => Pattern.Matches(text, Verbs.Written(line, text), variables),
        Comparison.Exact => variables.Fill(text) == line,
        _ => Regex.IsMatch(
            line, variables.Fill(text, Regex.Escape), RegexOptions.CultureInvariant, Pattern.Patience),
    };
}

/// <summary>Exact octets: <c>S&gt; "…"</c>.</summary>
public sealed class OctetsExpectation(string source) : Expectation
{
    public override int Longest => LongestBody;

    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        var wanted = Utterance.Quoted(source, variables);
        var common = heard.CommonPrefixLength(wanted);
        if (common == wanted.Length)
            return Judgement.Met(common);
        return common < heard.Length ? Judgement.Missed($"octet {common + 1} is another") : Incomplete(ended);
    }
}

/// <summary>A message or a chunk of these octets.</summary>
public sealed class BodyExpectation(ValueList<string> lines, Func<Variables, byte[]> octets) : Expectation
{
    /// <summary>As they were written.</summary>
    public ValueList<string> Lines => lines;

    public override int Longest => LongestBody;

    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        var wanted = octets(variables);
        var common = heard.CommonPrefixLength(wanted);
        if (common == wanted.Length)
            return Judgement.Met(common);
        return common < heard.Length ? Judgement.Missed($"octet {common + 1} of the body is another") : Incomplete(ended);
    }
}

/// <summary>Any message, up to its end.</summary>
public sealed class AnyBodyExpectation : Expectation
{
    public override int Longest => LongestBody;

    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables) =>
        MessageText.Length(heard) is { } length ? Judgement.Met(length) : Incomplete(ended);
}

/// <summary>Any chunk: <c>BDAT 5</c> and five octets (RFC 3030 2).</summary>
public sealed partial class AnyChunkExpectation : Expectation
{
    public override int Longest => LongestBody;

    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (ReplyText.NextLine(heard) is not var (line, length, _))
            return Incomplete(ended);
        if (SizeOf(line) is not { } size)
            return Judgement.Missed("the line is no BDAT with a size");
        return heard.Length >= length + size ? Judgement.Met(length + size) : Incomplete(ended);
    }

    /// <summary>How many octets follow; null where the line is no BDAT with a size.</summary>
    public static int? SizeOf(string line) => Form().Match(line) is { Success: true } match
        ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex("^BDAT ([0-9]{1,9})( LAST)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}

/// <summary><c>@eof</c> or <c>@rst</c>: the other side ends in this way, having said nothing more.</summary>
public sealed class EndExpectation(Ending wanted) : Expectation
{
    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (!heard.IsEmpty)
            return Judgement.Missed("something was said instead");
        if (ended is null)
            return Judgement.NotYet;
        return ended == wanted ? Judgement.Met(0) : Incomplete(ended);
    }
}

/// <summary><c>@quiet</c>: nothing is said, and nothing ends, for this long.</summary>
public sealed class QuietExpectation(TimeSpan time) : Expectation
{
    public override TimeSpan? DecidesAfter => time;

    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        if (!heard.IsEmpty)
            return Judgement.Missed("something was said");
        return waited >= time && ended is null ? Judgement.Met(0) : Incomplete(ended);
    }
}
