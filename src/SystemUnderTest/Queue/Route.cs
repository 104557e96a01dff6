using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>Where mail for a domain goes.</summary>
/// <param name="Host">A host's name or address; for <paramref name="IsDomain"/> a domain whose hosts its MX records name.</param>
public sealed record Route(string Host, int Port, OutgoingTls Tls, bool IsDomain = false)
{
    /// <summary>Who the gateway is to the host; null: nobody it would know.</summary>
    public Credentials? Account { get; init; }

    /// <summary>Cut-through: its mail is passed on while clients wait, where all of a message goes there.</summary>
    public DeliveryMode Mode { get; init; }

    /// <summary>Its host is an address that a sender has named.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>It is put there, and goes to no host; null where it does.</summary>
    public string? Folder { get; init; }

    /// <param name="folder">A drop directory (RL-15).</param>
    public static Route Into(string folder)
    {
        // However it is written, it is one way.
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return new Route(folder, 0, OutgoingTls.None) { Folder = folder };
    }

    public override string ToString() => Folder ?? $"{Host}:{Port}";
}
