namespace SmtpSim.Transcripts;

/// <summary>What is wrong with a file, all of it: whoever mends one thing wants to know of the others.</summary>
internal sealed class Faults
{
    private readonly List<Diagnostic> _all = [];

    public void Add(UnusableFileException unusable) => _all.AddRange(unusable.Diagnostics);

    /// <summary>False where something is wrong.</summary>
    public bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (UnusableFileException unusable)
        {
            Add(unusable);
            return false;
        }
    }

    /// <exception cref="UnusableFileException">Something was wrong; each thing is told once.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count > 0)
            throw new UnusableFileException([.. _all.Distinct()]);
    }
}
