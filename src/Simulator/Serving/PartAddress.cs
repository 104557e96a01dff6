using System.Net;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>Where a part of a choreography listens, or connects to.</summary>
internal static class PartAddress
{
    /// <exception cref="UnusableFileException">It is no address and port, or inserts what nobody gives.</exception>
    public static IPEndPoint Of(Part part, string address, Variables variables)
    {
        if (Variables.Misfit(address, variables.Values.Keys.ToHashSet()) is { } missing)
            throw Wrong(part, missing);
        var filled = variables.Fill(address);
        // Without a colon a port would be read as an address.
        if (!filled.Contains(':') || !IPEndPoint.TryParse(filled, out var point) || (point.Port == 0 && IsClient(part)))
            throw Wrong(part, $"'{filled}' is no ADDRESS:PORT like 127.0.0.1:2525; names are not looked up");
        return point;
    }

    public static UnusableFileException Wrong(Part part, string why) => new(
        part.At.In(part.Source.File), part.At.Number, 1, $"@{(IsClient(part) ? "client" : "server")} {part.Name}: {why}");

    private static bool IsClient(Part part) => part.Role == Role.Client;
}
