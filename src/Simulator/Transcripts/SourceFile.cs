using System.Buffers;
using System.Text;

namespace SmtpSim.Transcripts;

/// <summary>The text of a file. What is no text in UTF-8 is told, for nothing could be played as it stands there.</summary>
public static class SourceFile
{
    // A recording has 64 MiB of a session at most, of which escapes make four times as much; devices have no end.
    private const int Largest = 256 << 20;

    /// <exception cref="UnusableFileException">It is not there, cannot be read, is too large, or no text in UTF-8.</exception>
    public static string Read(string path) => Text(Octets(path).Span, path);

    /// <summary>Whatever stands in it.</summary>
    /// <exception cref="UnusableFileException">It is not there, cannot be read, or is too large.</exception>
    public static ReadOnlyMemory<byte> Octets(string path)
    {
        if (!File.Exists(path))
            throw new UnusableFileException(
                path, 0, 0, Directory.Exists(path) ? "this is a folder, and a file is needed" : "there is no such file");
        return Tried(path, () =>
        {
            using var file = File.OpenRead(path);
            return Octets(file, path);
        });
    }

    /// <summary>What reading comes to, of a file or a folder.</summary>
    /// <exception cref="UnusableFileException">The system does not let it be read.</exception>
    public static T Tried<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException(path, 0, 0, $"this cannot be read: {unreadable.Message}");
        }
    }

    /// <param name="name">Stands for the file in messages.</param>
    /// <inheritdoc cref="Octets(string)"/>
    public static ReadOnlyMemory<byte> Octets(Stream file, string name)
    {
        using var octets = new MemoryStream();
        var piece = new byte[1 << 16];
        for (int count; (count = file.Read(piece)) > 0;)
        {
            octets.Write(piece, 0, count);
            if (octets.Length > Largest)
                throw new UnusableFileException(name, 0, 0, $"it has more than {Largest >> 20} MiB: that is no script");
        }
        return octets.GetBuffer().AsMemory(0, (int)octets.Length);
    }

    /// <param name="name">Stands for the file in messages.</param>
    /// <inheritdoc cref="Read"/>
    public static string Text(ReadOnlySpan<byte> octets, string name)
    {
        // Some systems' shells write it so, and say so in front.
        if (octets is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(octets);
        if (WrongAt(octets) is { } wrong)
            throw Wrong(octets, wrong, name);
        return Encoding.UTF8.GetString(octets);
    }

    private static UnusableFileException Wrong(ReadOnlySpan<byte> octets, int at, string name)
    {
        var before = octets[..at];
        var line = before.Count((byte)'\n') + 1;
        var column = at - (before.LastIndexOf((byte)'\n') + 1) + 1;
        return new UnusableFileException(
            name, line, column,
            octets[at] == 0
                ? "there is an octet 0x00: this is no text"
                : $"octet 0x{octets[at]:X2} is no UTF-8: save the file as UTF-8, or write such octets in quotes, "
                    + $"as \\x{octets[at]:X2}");
    }

    // Null where all of it is text.
    private static int? WrongAt(ReadOnlySpan<byte> octets)
    {
        for (var at = 0; at < octets.Length;)
        {
            if (octets[at] == 0 || Rune.DecodeFromUtf8(octets[at..], out _, out var length) != OperationStatus.Done)
                return at;
            at += length;
        }
        return null;
    }
}
