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

/// <summary>Reads a JSON file or says, with line and column, what is wrong with it.</summary>
internal static class JsonFile
{
    public static T Read<T>(string path, JsonSerializerOptions options)
    {
        if (!File.Exists(path))
            throw new UnusableFileException(
                path, 0, 0, Directory.Exists(path) ? "this is a folder, and a file is needed" : "there is no such file");
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), options)
                ?? throw new UnusableFileException(path, 1, 1, "the file is empty: null");
        }
        catch (JsonException wrong)
        {
            throw new UnusableFileException(
                path, (int)(wrong.LineNumber ?? 0) + 1, (int)(wrong.BytePositionInLine ?? 0) + 1, Explain<T>(wrong));
        }
    }

    // The serializer speaks of members and types of .NET; whoever wrote the file knows keys.
    private static string Explain<T>(JsonException wrong)
    {
        var key = wrong.Path is { Length: > 2 } at ? at[2..] : "";
        var keys = typeof(T).GetConstructors().SelectMany(c => c.GetParameters())
            .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!)).Distinct().ToList();
        if (wrong.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"there is no key '{key}'{Suggestion.For(key, keys)}; there are {string.Join(", ", keys)}";
        if (wrong.Message.Contains("could not be converted", StringComparison.Ordinal))
            return $"the value of '{key}' is of the wrong kind";
        return wrong.Message.Contains("missing required", StringComparison.Ordinal)
            ? $"a key is missing: {wrong.Message.Split("including: ")[^1].TrimEnd('.')}"
            : wrong.Message.Split(" Path:")[0].Split(" LineNumber:")[0];
    }
}
