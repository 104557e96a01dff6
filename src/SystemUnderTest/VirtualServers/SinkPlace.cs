namespace SmtpGate.VirtualServers;

/// <summary>Where things stand in a configuration, by key.</summary>
internal static class SinkPlace
{
    /// <summary>Of a virtual server: empty where the file is one itself; null where it has none of that name.</summary>
    public static string? Find(GatewayOptions options, string server)
    {
        for (var i = 0; i < options.Servers.Count; i++)
        {
            if (options.Servers[i].Name == server)
                return options.IsList ? $"VirtualServers:{i}:" : "";
        }
        return null;
    }

    /// <summary>Of a sink; null where there is none.</summary>
    public static string? Find(GatewayOptions options, string server, Guid binding)
    {
        if (Find(options, server) is not { } prefix)
            return null;
        var sinks = options.Servers.First(s => s.Name == server).Sinks;
        for (var i = 0; i < sinks.Count; i++)
        {
            if (sinks[i].Terms.Id == binding)
                return $"{prefix}Sinks:{i}";
        }
        return null;
    }
}
