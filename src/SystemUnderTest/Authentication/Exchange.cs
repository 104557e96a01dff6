namespace SmtpGate.Authentication;

/// <summary>What one response of the client's leads to.</summary>
public abstract record Step
{
    /// <summary>Who has failed by it, empty where that was never said; null where nobody has.</summary>
    public virtual string? Failed => null;

    /// <summary>The server has something to say first, or a question.</summary>
    public sealed record Challenge(byte[] Octets) : Step;

    public sealed record Success(string User) : Step;

    /// <summary>It has failed, and is told so in the mechanism's own words; whatever comes next is its end.</summary>
    public sealed record Refusal(byte[] Octets, string User) : Step
    {
        public override string? Failed => User;
    }

    /// <summary>The end behind a refusal.</summary>
    public sealed record Over : Step;

    /// <param name="User">Who it would have been; empty where that was never said.</param>
    public sealed record Failure(string User) : Step
    {
        public override string? Failed => User;
    }

    /// <summary>The user base cannot be asked now.</summary>
    public sealed record Unavailable : Step;

    /// <summary>What came is not what the mechanism has there.</summary>
    public sealed record Malformed : Step;
}

/// <summary>One client's way through a mechanism.</summary>
public interface IExchange
{
    /// <param name="response">Decoded; null at the start where there was no initial response.</param>
    ValueTask<Step> AnswerAsync(byte[]? response, CancellationToken cancel);
}

/// <summary>A mechanism by its registered name.</summary>
public sealed record Mechanism(string Name, Func<IExchange> Begin);
