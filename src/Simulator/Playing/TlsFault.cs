using System.Globalization;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What is done in the place of a handshake: <c>@tls fail alert 40</c>.</summary>
internal sealed class TlsFault(RawConnection connection, Role role)
{
    // RFC 8446 6: a fatal handshake_failure.
    private const int HandshakeFailure = 40;

    /// <param name="cancel">Ends the script.</param>
    /// <param name="limit">Ends the wait for the other side's first octets.</param>
    /// <returns>Why it could not be done, null where it was.</returns>
    public async Task<string?> DoAsync(ValueList<string> arguments, CancellationToken cancel, CancellationToken limit)
    {
        // A server lets the client begin, so that the fault meets a handshake and not a command.
        if (role == Role.Server)
            await HearHelloAsync(limit);
        switch (arguments[1])
        {
            case "close":
                connection.Close();
                break;
            case "reset":
                connection.Reset();
                break;
            case "stall":
                await StallAsync(cancel);
                break;
            default:
                await connection.SendAsync(Octets(arguments), cancel);
                break;
        }
        return null;
    }

    private async Task HearHelloAsync(CancellationToken cancel)
    {
        while (connection.Heard.Length == 0 && connection.Ended is null && !connection.Closed)
            await connection.HearAsync(cancel);
        connection.Take(connection.Heard.Length);
    }

    // Until the other side has had enough.
    private async Task StallAsync(CancellationToken cancel)
    {
        while (connection.Ended is null && !connection.Closed)
        {
            connection.Take(connection.Heard.Length);
            await connection.HearAsync(cancel);
        }
    }

    private byte[] Octets(ValueList<string> arguments)
    {
        var count = arguments.Count > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : (int?)null;
        return arguments[1] switch
        {
            // RFC 8446 5.1 and 6: an alert's record, of two octets: fatal, and which.
            "alert" => [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, (byte)(count ?? HandshakeFailure)],
            "plaintext" => Wire.Octets.OfLine(role == Role.Server ? "454 4.7.0 TLS not available after all" : "NOOP").ToArray(),
            _ => Garbage(count ?? 64),
        };
    }

    // Always the same, so that a failure can be shown again; no record of TLS begins like it.
    private static byte[] Garbage(int count) => [.. Enumerable.Range(1, count).Select(i => (byte)((i * 73) ^ 0xA5))];
}
