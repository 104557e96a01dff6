using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>One of the lines of <c>@unordered</c>: met by what leaves an order in which the others fit.</summary>
internal sealed class ArrangedExpectation(Expectation line, Hear hear, Arrangement arrangement) : Expectation
{
    public override TimeSpan? DecidesAfter => line.DecidesAfter;

    public override int Longest => line.Longest;

    public override Judgement Try(ReadOnlySpan<byte> heard, Ending? ended, TimeSpan waited, Variables variables)
    {
        var judged = line.Try(heard, ended, waited, variables.Copy());
        if (judged.Fit == Fit.Missed && Otherwise(heard, ended, waited) is { Fit: Fit.Met } other)
            judged = other;
        return judged.Fit != Fit.Met || Has(heard[..judged.Length]) ? judged : Judgement.Missed(Why());
    }

    private string Why() => arrangement.IsEarly(hear)
        ? ConnectionActs.TooEarly(hear.After!.Value)
        : "something else has come for it";

    private bool Has(ReadOnlySpan<byte> came) => came.IsEmpty ? arrangement.Spares(hear) : arrangement.Takes(came);

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
