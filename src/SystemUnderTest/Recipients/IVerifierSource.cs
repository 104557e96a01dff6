using System.Net;

namespace SmtpGate.Recipients;

/// <summary>What is looked at for each recipient: keys 0, 65553 and 1.</summary>
public sealed record VerifierGlance(IPEndPoint? Server, int Refresh);

/// <summary>Where a sink's settings stand while it runs.</summary>
public interface IVerifierSource
{
    /// <summary>Null where nothing has changed since the last look, or what is there cannot be read.</summary>
    VerifierGlance? Look();

    /// <summary>The complete settings, or what is wrong with them.</summary>
    (VerifierSettings? Settings, string? Problem) Read();

    /// <summary>Sets key 1 back to 0: the settings have been read. Null, or why it could not.</summary>
    string? ClearRefresh();
}
