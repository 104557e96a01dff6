using System.Text;

namespace SmtpGate.Queue;

/// <summary>What can neither be delivered nor given back: the message, and beside it why.</summary>
internal sealed class Badmail(string folder, ILogger logger)
{
    public async Task PutAsync(QueuedMessage message, IReadOnlyList<ReportedRecipient> failed)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, message.Kept.Id);
        await using (var file = File.Create(path + ".bad"))
        {
            using var content = message.Kept.Read();
            await content.CopyToAsync(file);
            file.Flush(flushToDisk: true);
        }
        await File.WriteAllTextAsync(path + ".txt", Reason(message, failed));
        Log.Badmail(logger, message.Kept.Id, failed[0].Why.Text);
    }

    private static string Reason(QueuedMessage message, IReadOnlyList<ReportedRecipient> failed)
    {
        var reason = new StringBuilder();
        reason.Append("from <").Append(message.Text.From).Append(">\n");
        foreach (var recipient in failed)
            reason.Append("to <").Append(recipient.Address).Append(">: ").Append(recipient.Why.Text).Append('\n');
        return reason.ToString();
    }
}
