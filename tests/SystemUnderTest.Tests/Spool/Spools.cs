using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Spool;

namespace SmtpGate.Tests.Spool;

/// <summary>Spools in a folder, and what is kept in them.</summary>
internal static class Spools
{
    public static MessageSpool Open(string folder, SpoolTerms? terms = null, ILogger? logger = null) => MessageSpool.Open(
        folder, terms ?? SpoolTerms.Usual with { LeastFree = 0 }, TimeProvider.System, logger ?? NullLogger.Instance);

    public static async Task<SpooledMessage?> PutAsync(this MessageSpool spool, string id, string content)
    {
        await using var draft = spool.Begin(id);
        await draft.WriteAsync(Encoding.Latin1.GetBytes(content), CancellationToken.None);
        return await draft.CommitAsync(Encoding.ASCII.GetBytes($"envelope of {id}"));
    }

    public static string Text(this SpooledMessage message)
    {
        using var content = message.Read();
        using var reader = new StreamReader(content, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    public static string StateText(this SpooledMessage message) => Encoding.ASCII.GetString(message.State.Span);

    /// <summary>A text that is long and nowhere the same.</summary>
    public static string Long(int length, int seed)
    {
        var octets = new byte[length];
        new Random(seed).NextBytes(octets);
        return Encoding.Latin1.GetString(octets);
    }

    /// <summary>The oldest segment has nothing any more behind the beginning of a message.</summary>
    public static void Truncate(string folder, string message)
    {
        using var file = new FileStream(
            Directory.GetFiles(folder, "*.log").Min()!, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var octets = new byte[file.Length];
        file.ReadExactly(octets);
        var at = octets.AsSpan().IndexOf(Encoding.Latin1.GetBytes(message));
        Assert.NotEqual(-1, at);
        file.SetLength(at + 10);
    }

    /// <summary>
    /// The same, once it has been written that the message was tried: what is written later would fill what is missing.
    /// </summary>
    public static async Task TruncateTriedAsync(string folder, string message)
    {
        await Eventually.TrueAsync(
            () => Encoding.Latin1.GetString(ReadOldest(folder)).Contains("\"tries\":1", StringComparison.OrdinalIgnoreCase),
            "nothing was written of the try");
        Truncate(folder, message);
    }

    private static byte[] ReadOldest(string folder)
    {
        using var file = new FileStream(
            Directory.GetFiles(folder, "*.log").Min()!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var octets = new byte[file.Length];
        file.ReadExactly(octets);
        return octets;
    }

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*.log"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
