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
    /// <summary>Null where there is nothing of the kind; <see cref="QueueDesk"/> has the verbs.</summary>
    /// <exception cref="IOException">Nobody can get at them now; the message says why.</exception>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(string verb, Selection selection)
    {
        var question = JsonSerializer.SerializeToUtf8Bytes(selection, QueueJson.Default.Selection);
        if (await ControlSocket.AskAsync(config, $"/queue/{verb}", question) is { } running)
            return running.Status == 200 ? running.Body : null;
        if (RunCommand.Load(config) is not { } options)
            throw new IOException("the configuration is wrong");
        var queues = new List<MailQueue>();
        try
        {
            queues.AddRange(Homes(options).Select(s => Queues.Open(s.Home!, s.Queue!, NullLoggerFactory.Instance)));
            return await new QueueDesk(queues).AnswerAsync(verb, question);
        }
        finally
        {
            foreach (var queue in queues)
                await queue.DisposeAsync();
        }
    }

    // One that has never run has no folder, and need not get one.
    private static IEnumerable<VirtualServerOptions> Homes(GatewayOptions options) =>
        options.Servers.Where(s => s.Queue is not null && Directory.Exists(Queues.FolderIn(s.Home!))).DistinctBy(s => s.Home);
}
