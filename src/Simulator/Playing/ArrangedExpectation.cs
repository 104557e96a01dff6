using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>One of the lines of <c>@unordered</c>: met by what leaves an order in which the others fit.</summary>
internal sealed class ArrangedExpectation(Expectation line, Arrangement arrangement) : Expectation
{
    public override TimeSpan? DecidesAfter => line.DecidesAfter;

    public override int Longest => line.Longest;

    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        var judged = line.Try(heard, ended, waited, variables.Copy());
        if (judged.Fit == Fit.Missed && Otherwise(heard, ended, waited) is { Fit: Fit.Met } other)
            judged = other;
        return judged is { Fit: Fit.Met, Length: > 0 } && !arrangement.Takes(heard[..judged.Length])
            ? Judgement.Missed("something else has come for it")
            : judged;
    }

    private Judgement? Otherwise(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited)
    {
        try
        {
            return line.Try(heard, ended, waited, arrangement.Before);
        }
        catch (MissingValueException)
        {
            return null;
        }
    }
}
