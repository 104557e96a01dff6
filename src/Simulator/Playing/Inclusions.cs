namespace SmtpSim.Playing;

/// <summary>How many files one compile has taken in.</summary>
internal sealed class Inclusions
{
    /// <summary>Files that include others several times over grow beyond any memory, however shallow they lie.</summary>
    public const int Most = 1000;

    private int _files;

    /// <summary>It has gone too far: what else there is would be no better.</summary>
    public bool IsOver { get; private set; }

    /// <summary>There is room for one more, and it lies no deeper than it may.</summary>
    public bool TakeOne(bool isTooDeep)
    {
        IsOver |= isTooDeep || ++_files > Most;
        return !IsOver;
    }
}
