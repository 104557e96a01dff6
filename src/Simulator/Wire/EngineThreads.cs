namespace SmtpSim.Wire;

/// <summary>How the runtime's sockets hand on what they hear.</summary>
public static class EngineThreads
{
    /// <summary>
    /// One thread waits for all sockets and plays what they say without handing it to another (decision 0009): a third more
    /// messages a second where the client has the other core. To be called before the first socket is made.
    /// </summary>
    public static void UseOne()
    {
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
    }
}
