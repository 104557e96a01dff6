namespace SmtpSim.Playing;

/// <summary>How many files one compile has taken in.</summary>
internal sealed class Inclusions
{
    /// <summary>Files that include others several times over grow beyond any memory, however shallow they lie.</summary>
    public const int Most = 1000;

    private int _files;

    /// <summary>There is room for one more.</summary>
    public bool TakeOne() => ++_files <= Most;
}
