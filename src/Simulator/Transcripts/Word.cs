namespace SmtpSim.Transcripts;

/// <summary>What a directive is for the parser and the player.</summary>
[Flags]
public enum WordKinds
{
    None = 0,

    /// <summary>Something is expected: alternatives may follow.</summary>
    Expects = 1,

    /// <summary>Opens a block that <c>@end</c> closes.</summary>
    Opens = 2,

    /// <summary>Acts on one connection: <c>on NAME</c> may follow.</summary>
    OnConnection = 4,

    /// <summary>Applies to the next line instead of doing something itself.</summary>
    Shapes = 8,

    /// <summary>May be an action of a rule.</summary>
    Answers = 16,
}

/// <summary>One directive of the language.</summary>
/// <param name="Usage">
/// Its arguments: capitals are values (DURATION, COUNT, NAME, TEXT, QUOTED, …), small letters stand as they are, brackets
/// hold what may be left out, a bar separates choices, " / " whole forms, REST takes
/// whatever follows.
/// </param>
public sealed record Word(string Name, string Usage, WordKinds Kinds, string Meaning)
{
    public bool Is(WordKinds kind) => (Kinds & kind) != 0;

    public override string ToString() => Usage.Length == 0 ? $"@{Name}" : $"@{Name} {Usage}";
}
