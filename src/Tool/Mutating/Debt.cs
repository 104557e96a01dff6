namespace SmtpSim.Mutating;

/// <summary>What a reply is owed for.</summary>
internal enum Owed
{
    Greeting,
    Command,

    /// <summary>EHLO or HELO: what the server offers from then on.</summary>
    Hello,
    Data,
    EndOfData,
    Chunk,
    LastChunk,
    Auth,
    Tls,
    Quit,
}

/// <summary>A reply that is owed.</summary>
/// <param name="Leeway">What may come besides.</param>
/// <param name="Command">What it is owed for, for people.</param>
/// <param name="IsUnclear">What follows a refusal hangs on how the line was refused.</param>
internal readonly record struct Debt(Owed What, Leeway Leeway, string Command, bool IsUnclear = false);
