using System.Text;
using SmtpGate.Outgoing;

namespace SmtpGate.DropFolder;

/// <summary>
/// A message in a drop directory as IIS puts it there (RL-15): its envelope in lines on top, then its content. It has its
/// name when all of it is there.
/// </summary>
public static class DropFile
{
    public const string Ending = ".eml";

    /// <summary>Of files that are not whole yet.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>The same message again takes the place of the one before.</summary>
    /// <param name="name">No other message's, nor that of the same one to others.</param>
    /// <param name="content">With CRLF line ends, not dot-stuffed.</param>
    /// <exception cref="IOException">It could not be put there; what was there is as it was.</exception>
    public static async Task PutAsync(string folder, string name, Arriving message, Stream content)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        await using (var file = File.Create(path + Unfinished))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(Envelope(message)));
            await content.CopyToAsync(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + Unfinished, path + Ending, overwrite: true);
    }

    // No address has a line end of its own: the grammar of RFC 5321 4.1.2 has none, quoted or not.
    private static string Envelope(Arriving message)
    {
        var lines = new StringBuilder($"{EnvelopeLine.Sender} {(message.From.Mailbox is { } sender ? $"{sender}" : "<>")}\r\n");
        foreach (var recipient in message.Recipients)
            lines.Append(EnvelopeLine.Receiver).Append(' ').Append(recipient).Append("\r\n");
        // RFC 5321 4.4: here it leaves the mail system.
        return lines.Append("Return-Path: ").Append(message.From).Append("\r\n").ToString();
    }
}
