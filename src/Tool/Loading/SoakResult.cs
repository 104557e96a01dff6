namespace SmtpSim.Loading;

/// <summary>What a soak run came to.</summary>
/// <param name="Asked">How many were to be held.</param>
/// <param name="Opened">How many connections got their reply to EHLO.</param>
/// <param name="Held">How many of them were there at the end.</param>
/// <param name="Lost">The others, by their last words: how many, and how long they were open.</param>
public sealed record SoakResult(int Asked, int Opened, int Held, IReadOnlyDictionary<string, SoakLoss> Lost)
{
    public bool IsGood => Held == Asked && Lost.Count == 0;
}

/// <summary>Connections that ended in the same way.</summary>
/// <param name="First">How long the one was open that was open for the shortest time.</param>
/// <param name="Last">And the longest.</param>
public sealed record SoakLoss(int Count, TimeSpan First, TimeSpan Last)
{
    /// <summary>One more, that had been open for so long.</summary>
    public SoakLoss And(TimeSpan after) => new(Count + 1, after < First ? after : First, after > Last ? after : Last);
}
