using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Tests;

/// <summary>Programs that listen, and do not tell when.</summary>
internal static class Listening
{
    /// <summary>False where it has ended, or does not listen for that long.</summary>
    /// <param name="isReady">What has to be so besides.</param>
    public static async Task<bool> BeginsAsync(Process process, IPEndPoint at, TimeSpan patience, Func<bool>? isReady = null)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < patience && !process.HasExited;)
        {
            try
            {
                using var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(at);
                if (isReady?.Invoke() ?? true)
                    return true;
            }
            catch (SocketException)
            {
                // Looked at again below.
            }
            // It is not there yet, and nothing tells when.
            await Task.Delay(10);
        }
        return false;
    }
}
