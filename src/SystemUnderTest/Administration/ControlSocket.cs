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

    /// <summary>Makes way for a socket: one that nobody listens on any more is removed. Why there can be none, or null.</summary>
    public static string? Obstacle(string path)
    {
        try
        {
            if (IsTaken(path))
                return $"'{path}' is taken";
            File.Delete(path);
            // The listeners for mail must not fall with it: it is tried before.
            using (var trial = New())
                trial.Bind(new UnixDomainSocketEndPoint(path));
            File.Delete(path);
            return null;
        }
        catch (Exception refused) when (refused is SocketException or IOException or UnauthorizedAccessException)
        {
            return $"'{path}': {refused.Message}";
        }
    }

    /// <summary>Asks a running gateway; status and text. Null where none runs.</summary>
    public static Task<(int Status, string Text)?> AskAsync(string configuration, string path) => AskAsync(
        configuration, path, default, async (status, body) => (status, await new StreamReader(body).ReadToEndAsync()));

    /// <summary>Asks a running gateway. Null where none runs.</summary>
    /// <param name="read">Gets the status, and the answer as it comes.</param>
    public static async Task<T?> AskAsync<T>(
        string configuration, string path, ReadOnlyMemory<byte> question, Func<int, Stream, Task<T>> read)
        where T : struct
    {
        if (PathFor(configuration) is not { } socket || !File.Exists(socket))
            return null;
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var connection = New();
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "http://gateway" + path);
            request.Content = new ReadOnlyMemoryContent(question);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return await read((int)response.StatusCode, await response.Content.ReadAsStreamAsync());
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static bool IsTaken(string path)
    {
        // What has content is no socket, and somebody else's.
        if (!File.Exists(path) || new FileInfo(path).Length > 0)
            return File.Exists(path);
        using var probe = New();
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Socket New() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
