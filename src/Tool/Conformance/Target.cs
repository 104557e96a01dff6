using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>A running server to be judged, as its profile describes it.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Facts">What cases may insert: <c>rcpt</c>, <c>unknown</c>, … A fact that is missing skips its cases.</param>
/// <param name="Collector">
/// Where the server relays to, so that mail can be counted: <c>127.0.0.1:2526</c>. Null for nowhere.
/// </param>
public sealed record TargetProfile(
    [property: JsonRequired] string Name,
    [property: JsonRequired] string Host,
    int Port = 25,
    Dictionary<string, string>? Facts = null,
    string? Collector = null,
    string? Deviations = null)
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="UnusableFileException">The profile is missing or wrong.</exception>
    public static TargetProfile Load(string path) => JsonFile.Read<TargetProfile>(path, Strict);

    public async Task<IPEndPoint> ResolveAsync(CancellationToken cancel)
    {
        if (IPAddress.TryParse(Host, out var address))
            return new IPEndPoint(address, Port);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(Host, cancel);
            return new IPEndPoint(addresses[0], Port);
        }
        catch (SocketException unknown)
        {
            throw new SocketException(unknown.ErrorCode, $"{Host}: {unknown.Message}");
        }
    }
}
