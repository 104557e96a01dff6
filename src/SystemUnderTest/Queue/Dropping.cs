using SmtpGate.DropFolder;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Spool;

namespace SmtpGate.Queue;

/// <summary>Puts deliveries into a drop directory, one after another.</summary>
internal sealed class Dropping(Destination destination, string folder, CourierTerms terms)
{
    /// <summary>Ends when nothing is left to be put there, or the gateway stops.</summary>
    public async Task RunAsync()
    {
        while (!terms.Stop.IsCancellationRequested && await destination.NextAsync(terms.Stop) is { } delivery)
        {
            if (delivery.Message.TakeUp())
            {
                await BringAsync(delivery);
                delivery.Message.PutDown();
            }
            delivery.Message.EndWay();
        }
    }

    private async Task BringAsync(Delivery delivery)
    {
        var answer = await PutAsync(delivery.Outgoing(delivery.Recipients));
        foreach (var recipient in delivery.Recipients)
        {
            Log.Said(terms.Logger, delivery.Message.Kept.Id, recipient, destination.Route, answer);
            delivery.Message.Hear(new Word(recipient, answer, null, IsOfMessage: true) { IsLocal = true });
        }
    }

    private async Task<Answer> PutAsync(OutgoingMessage message)
    {
        try
        {
            using var content = message.Read();
            await DropFile.PutAsync(folder, message.Envelope, content);
            Disk.SyncFolder(folder);
            return Replies.Dropped;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.NotDropped(terms.Logger, message.Envelope.Id, folder, fault.Message);
            return Trouble.Unwritable;
        }
    }
}
