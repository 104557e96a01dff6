using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>Why there was no usable reply.</summary>
public enum Trouble
{
    None,

    /// <summary>No connection: refused, unreachable, no route.</summary>
    Unreachable,

    /// <summary>The connection broke off.</summary>
    Lost,

    /// <summary>What came was no reply.</summary>
    Nonsense,

    /// <summary>There was to be TLS, and there is none.</summary>
    Insecure,

    /// <summary>The gateway was to show who it is, and the host offers no way that may be gone.</summary>
    NoAuthentication,

    /// <summary>Nobody knows its address.</summary>
    Unresolved,

    /// <summary>Nothing came within the time there is.</summary>
    Late,

    /// <summary>Where it was to be put nothing can be put.</summary>
    Unwritable,
}

/// <summary>What the next host answered: a reply, or the trouble there was instead.</summary>
public readonly record struct Answer(Reply? Reply, Trouble Trouble)
{
    public static implicit operator Answer(Reply reply) => new(reply, Trouble.None);

    public static implicit operator Answer(Trouble trouble) => new(null, trouble);

    /// <summary>What the trouble was, in words; null where there is no more to say.</summary>
    public string? Detail { get; init; }

    public static Answer Insecure(string why) => new(null, Trouble.Insecure) { Detail = why };

    /// <summary>It is the gateway that says so, not the host.</summary>
    public bool IsOwn { get; init; }

    /// <summary>354: the content may come.</summary>
    public bool IsGo => Reply is { Code: 354 };

    /// <summary>2yz.</summary>
    public bool IsDone => Reply is { IsDone: true };

    /// <summary>For a log: the reply's first line, or the trouble's name.</summary>
    public override string ToString() => Reply is not null ? $"{Reply.Code} {Reply.Lines[0]}"
        : Detail is null ? Trouble.ToString().ToLowerInvariant() : $"{Trouble.ToString().ToLowerInvariant()}: {Detail}";
}
