using System.Net.Sockets;

namespace SmtpGate.Administration;

/// <summary>Where a running gateway can be spoken to: a socket in the file system, beside its configuration.</summary>
public static class ControlSocket
{
    // sun_path holds 108 octets on Linux, 104 elsewhere, the last of them a zero.
    private const int LongestPath = 103;

    /// <summary>Null where the path would be longer than a socket's may be.</summary>
    public static string? PathFor(string configuration)
    {
        var path = Path.GetFullPath(configuration) + ".sock";
        return System.Text.Encoding.UTF8.GetByteCount(path) <= LongestPath ? path : null;
    }

    /// <summary>Makes way for a socket: one that nobody listens on any more is removed. False where somebody does.</summary>
    public static bool IsFree(string path)
    {
        if (!File.Exists(path))
            return true;
        // What has content is no socket, and somebody else's.
        if (new FileInfo(path).Length > 0)
            return false;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException)
        {
            File.Delete(path);
            return true;
        }
    }

    /// <summary>Asks a running gateway. Null where none runs.</summary>
    public static async Task<ControlAnswer?> AskAsync(string configuration, HttpMethod method, string path)
    {
        if (PathFor(configuration) is not { } socket || !File.Exists(socket))
            return null;
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
        try
        {
            using var response = await http.SendAsync(new HttpRequestMessage(method, "http://gateway" + path));
            return new ControlAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
