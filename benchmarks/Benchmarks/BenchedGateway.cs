using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>The gateway with settings that put no limit to a measurement.</summary>
internal static class BenchedGateway
{
    /// <param name="change">What this measurement needs besides.</param>
    public static Peer Start(Action<JsonObject> change) => Peer.Start(Programs.Gateway, port =>
    {
        var settings = new JsonObject
        {
            ["LogLevel"] = "error",
            ["Listeners"] = new JsonArray(new JsonObject { ["Address"] = "127.0.0.1", ["Port"] = port }),
            ["Limits"] = new JsonObject
            {
                ["Messages"] = "none",
                ["Errors"] = "none",
                ["Connections"] = "none",
                ["ConnectionsPerAddress"] = "none",
            },
        };
        change(settings);
        File.WriteAllText(ConfigOf(port), settings.ToJsonString());
        return ["run", "--config", ConfigOf(port)];
    });

    /// <summary>The settings of the one at a port.</summary>
    public static string ConfigOf(int port) => Path.Combine(Path.GetTempPath(), $"smtpgate-bench-{port}.json");
}
