using SmtpGate.DropFolder;
using SmtpGate.Files;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>Puts deliveries into a drop directory, one after another.</summary>
internal sealed class Dropping(Destination destination, string folder, CourierTerms terms)
{
    private readonly long _began = terms.Clock.GetTimestamp();

    /// <summary>Ends when nothing is left to be put there, or the gateway stops.</summary>
    public async Task RunAsync()
    {
        while (!terms.Stop.IsCancellationRequested && await destination.NextAsync(_began, terms.Stop) is { } delivery)
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
        // Ways have no recipient in common, and the same way has the same name again.
        var name = $"{delivery.Message.Kept.Id}-{delivery.Recipients[0]}";
        var answer = await PutAsync(name, delivery.Outgoing(delivery.Recipients));
        foreach (var recipient in delivery.Recipients)
        {
            Log.Said(terms.Logger, delivery.Message.Kept.Id, delivery.Message.Text.To[recipient], destination.Route, answer);
            delivery.Message.Hear(new Word(recipient, answer, null, IsOfMessage: true) { IsLocal = true });
        }
    }

    private async Task<Answer> PutAsync(string name, OutgoingMessage message)
    {
        try
        {
            using var content = message.Read();
            await DropFile.PutAsync(folder, name, message.Envelope, content);
        }
        catch (Exception fault)
        {
            // Whatever it is: the others go on.
            Log.NotDropped(terms.Logger, message.Envelope.Id, folder, fault.Message);
            return Trouble.Unwritable;
        }
        Sync(message.Envelope.Id);
        return Replies.Dropped;
    }

    // It is there, whether its name is on the disk or not: once more would be once too often.
    private void Sync(string id)
    {
        try
        {
            Disk.SyncFolder(folder);
        }
        catch (IOException fault)
        {
            Log.NotSynced(terms.Logger, id, folder, fault.Message);
        }
    }
}
