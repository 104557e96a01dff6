using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>
/// What every gateway of a run starts from, as the specifications have it beside the features: <c>gateway.json</c>, the
/// facts that hold for it, and the internal server behind it.
/// </summary>
public sealed class GatewayTemplate(string configuration, IReadOnlyDictionary<string, string> facts, TranscriptSource @internal)
{
    public IReadOnlyDictionary<string, string> Facts => facts;

    public TranscriptSource Internal => @internal;

    /// <exception cref="UnusableFileException">A file is missing or wrong.</exception>
    public static GatewayTemplate Load(string specs) => new(
        JsonFile.Read<JsonObject>(Path.Combine(specs, "gateway.json"), JsonSerializerOptions.Default).ToJsonString(),
        JsonFile.Read<Dictionary<string, string>>(Path.Combine(specs, "facts.json"), JsonSerializerOptions.Default),
        TranscriptSource.Load(Path.Combine(specs, "internal-server.smtp")));

    public GatewayConfiguration NewConfiguration() => new(JsonNode.Parse(configuration)!.AsObject());
}

/// <summary>A gateway's configuration while a scenario puts it together.</summary>
public sealed class GatewayConfiguration(JsonObject root)
{
    // Stands in a configuration for the number that only the lane knows.
    private const string InternalPort = "internal-port";

    /// <summary>True once something was changed, so that the case needs a gateway of its own.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The settings of the verifying sink; added by <see cref="Verify"/>.</summary>
    public JsonObject Verifier =>
        Sinks.OfType<JsonObject>().First(s => (string?)s["Sink"] == "RcptProxy")["Settings"]!.AsObject();

    public JsonArray Sinks => (JsonArray)(root[nameof(Sinks)] ??= new JsonArray());

    /// <summary>Adds the sink that verifies recipients, with no client bypassed: the cases all come from 127.0.0.1.</summary>
    public void Verify()
    {
        IsChanged = true;
        Sinks.Add(new JsonObject
        {
            ["Sink"] = "RcptProxy",
            // One of this case's own: what another knows outlives the case.
            ["Binding"] = $"{Guid.NewGuid()}",
            ["Priority"] = 7800,
            ["Settings"] = new JsonObject { ["0"] = "127.0.0.1", ["65553"] = InternalPort, ["65560"] = new JsonArray() },
        });
    }

    /// <summary>Sets a key like <c>Limits:Recipients</c> or <c>Sinks:0:Enabled</c> to a JSON value, or a plain text.</summary>
    public void Set(string path, string value) => Set(root, path.Split(':'), value);

    /// <summary>Sets a key of the verifier, by number or by name.</summary>
    public void SetVerifier(string key, string value) => Set(Verifier, [key], value);

    /// <summary>The configuration with the port of the internal server filled in where it belongs.</summary>
    public string ToJson(int internalPort) => root.ToJsonString().Replace(
        $"\"{InternalPort}\"", internalPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private void Set(JsonNode at, string[] path, string value)
    {
        IsChanged = true;
        foreach (var key in path[..^1])
            at = at is JsonArray list ? list[int.Parse(key, CultureInfo.InvariantCulture)]! : at[key] ??= new JsonObject();
        at[path[^1]] = Parse(value);
    }

    private static JsonNode? Parse(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value);
        }
    }
}
