using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Administration;
using SmtpGate.Queue;
using SmtpGate.VirtualServers;

namespace SmtpGate.Commands;

/// <summary>The queues of a gateway: of one that runs, or of one that does not, from what lies on the disk.</summary>
/// <param name="config">Its configuration file.</param>
internal sealed class QueueAccess(string config)
{
    /// <summary>False where there is nothing of the kind; <see cref="QueueDesk"/> has the verbs.</summary>
    /// <param name="read">Gets the answer as it comes.</param>
    /// <exception cref="IOException">Nobody can get at them now; the message says why.</exception>
    public async Task<bool> AskAsync(string verb, Selection selection, Func<Stream, Task> read)
    {
        var question = JsonSerializer.SerializeToUtf8Bytes(selection, QueueJson.Default.Selection);
        return await ControlSocket.AskAsync(config, $"/queue/{verb}", question, ReadAsync)
            ?? await AskDiskAsync(verb, question, read);

        async Task<bool> ReadAsync(int status, Stream answer)
        {
            if (status == 200)
                await read(answer);
            return status == 200;
        }
    }

    /// <summary>
    /// What is wrong with a virtual server's name: the configuration has none of it, and no message has come in by one.
    /// </summary>
    /// <exception cref="IOException">As above.</exception>
    public async Task<string?> StrangerAsync(string? server)
    {
        if (server is null || GatewayOptions.Load(config).Options is not { } options
            || options.Servers.Any(s => s.Name == server))
            return null;
        var any = false;
        await AskAsync(
            "list", new Selection(Server: server),
            async from => any = await JsonSerializer.DeserializeAsyncEnumerable(from, QueueJson.Default.QueueEntry).AnyAsync());
        var known = string.Join(", ", options.Servers.Select(s => $"'{s.Name}'"));
        return any ? null : $"--server '{server}': there is no such virtual server; the configuration has {known}";
    }

    private async Task<bool> AskDiskAsync(string verb, byte[] question, Func<Stream, Task> read)
    {
        if (RunCommand.Load(config) is not { } options)
            throw new IOException("the configuration is wrong");
        var queues = new List<MailQueue>();
        try
        {
            foreach (var server in Homes(options))
            {
                queues.Add(Queues.Open(server.Home!, server.Queue!, NullLoggerFactory.Instance));
                queues[^1].Load();
            }
            if (await new QueueDesk(queues).AnswerAsync(verb, question) is not { } write)
                return false;
            await BothAsync(write, read);
            return true;
        }
        finally
        {
            foreach (var queue in queues)
                await queue.DisposeAsync();
        }
    }

    private static async Task BothAsync(Func<Stream, Task> write, Func<Stream, Task> read)
    {
        var pipe = new Pipe();
        var writing = Task.Run(async () =>
        {
            await using var to = pipe.Writer.AsStream();
            await write(to);
        });
        await using (var from = pipe.Reader.AsStream())
            await read(from);
        await writing;
    }

    // One that has never run has no folder, and need not get one.
    private static IEnumerable<VirtualServerOptions> Homes(GatewayOptions options) =>
        options.Servers.Where(s => s.Queue is not null && Directory.Exists(Queues.FolderIn(s.Home!))).DistinctBy(s => s.Home);
}
