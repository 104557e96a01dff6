using System.Globalization;

namespace SmtpGate.Outgoing;

/// <summary>The name of a message within the gateway: the time and a random part, never anything a client said.</summary>
public static class MessageId
{
    public static string New(TimeProvider clock) => string.Create(
        CultureInfo.InvariantCulture,
        $"{clock.GetUtcNow().ToUnixTimeMilliseconds():x}-{Random.Shared.NextInt64(1L << 40):x10}");
}
