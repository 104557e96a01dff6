using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>A gateway that keeps mail before it is delivered.</summary>
internal static class KeptMail
{
    public static Peer Gateway(string home, int sink, Action<JsonObject>? change = null) => BenchedGateway.Start(settings =>
    {
        settings["HomeDirectory"] = home;
        settings["Delivery"] = new JsonObject { ["Mode"] = "queue", ["Address"] = "127.0.0.1", ["Port"] = sink, ["Tls"] = "none" };
        settings["Limits"]!["SessionKilobytes"] = "none";
        change?.Invoke(settings);
    });
}
