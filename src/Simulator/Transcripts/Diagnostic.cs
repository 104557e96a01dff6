namespace SmtpSim.Transcripts;

/// <summary>What is wrong, where, and what could stand there.</summary>
/// <param name="Line">Counted from 1; 0 where the whole file is meant.</param>
/// <param name="Column">Counted from 1.</param>
public sealed record Diagnostic(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, the form that editors and CI make a link of.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}";
}

/// <summary>A file that cannot be used. Carries every diagnostic found, not only the first.</summary>
public sealed class UnusableFileException(IReadOnlyList<Diagnostic> diagnostics)
    : Exception(string.Join(Environment.NewLine, diagnostics))
{
    public UnusableFileException(string file, int line, int column, string message)
        : this([new Diagnostic(file, line, column, message)])
    {
    }

    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
