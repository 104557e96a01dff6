using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>One way to spoil what a client says; null where there is nothing of the kind to spoil.</summary>
public delegate Speech? Mutation(Speech speech, Random random);

/// <summary>The ways, by name. Each takes all that it decides from the random numbers, so that a seed says it all.</summary>
public static class Mutations
{
    // RFC 5321 4.5.3.1: local parts of 64, command lines of 512, text lines of 1000, and what parsers count in.
    private static readonly int[] Lengths = [2, 64, 65, 256, 512, 513, 998, 1000, 1001, 2048, 4096, 65536];

    private static readonly byte[] Awkward = [0, 1, 9, 10, 13, 32, 34, 46, 58, 60, 62, 64, 92, 127, 128, 195, 255];

    private static readonly string[] LineEnds = ["\n", "\r", "\r\r\n", "\n\r", "\0\r\n", " \r\n", ""];

    // RFC 5321 4.1.1.4: the first alone ends a message. Who takes another for it lets mail be smuggled.
    private static readonly string[] MessageEnds =
        ["\r\n.\r\n", "\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r.\r\n"];

    // Taken for it where an octet is dropped, or either end of a line is enough.
    private static readonly string[] OddEnds = ["\r.\n", "\n.\r", "\r\n.\r\r\n", "\r\n\0.\r\n", "\r\n.\0\r\n"];

    // Where the line is trimmed, or its dot is taken away (4.5.2) before it is looked at.
    private static readonly string[] FilledEnds = ["\r\n. \r\n", "\r\n.\t\r\n", "\r\n.\r\0\n", "\r\n..\r\n"];

    // Each is owed a reply (RFC 5321 4.2), also with an argument that it should not have.
    private static readonly string[] Commands =
    [
        "", "DATA x", "EHLO x", "EXPN x", "HELO x", "HELP", "HELP x", "NOOP", "NOOP x", "QUIT x", "RSET", "RSET x", "VRFY x",
    ];

    public static readonly IReadOnlyList<(string Name, Mutation Apply)> All =
    [
        ("an octet is another", Replace),
        ("an octet too many", Insert),
        ("an octet missing", Delete),
        ("a bit turned over", Flip),
        ("a line end is another", (speech, random) => EndLine(speech, random, LineEnds, "")),
        ("a message's end instead of a line's", (speech, random) => EndLine(speech, random, MessageEnds, MessageEnds[0])),
        ("nearly a message's end instead of a line's", (speech, random) => EndLine(speech, random, OddEnds, MessageEnds[0])),
        ("a line that is more than a message's end", (speech, random) => EndLine(speech, random, FilledEnds, MessageEnds[0])),
        ("a stretch many times over", Stretch),
        ("a line cut off", Truncate),
        ("two writes in the other order", Swap),
        ("a write twice", Repeat),
        ("a write missing", Drop),
        ("a command too many", Command),
        ("a write in pieces", Split),
        ("two writes in one", Join),
    ];

    private static Speech? Replace(Speech speech, Random random) =>
        InWrite(speech, random, (w, at) => [.. w[..at], Odd(random), .. w[(at + 1)..]]);

    private static Speech? Insert(Speech speech, Random random) =>
        InWrite(speech, random, (w, at) => [.. w[..at], Odd(random), .. w[at..]]);

    private static Speech? Delete(Speech speech, Random random) =>
        InWrite(speech, random, (w, at) => [.. w[..at], .. w[(at + 1)..]]);

    private static Speech? Flip(Speech speech, Random random) => InWrite(speech, random, (w, at) =>
    {
        var bit = 1 << random.Next(8);
        return [.. w[..at], (byte)(w[at] ^ bit), .. w[(at + 1)..]];
    });

    // Where there is a write with the mark, in that.
    private static Speech? EndLine(Speech speech, Random random, string[] ends, string mark) =>
        InWrite(speech, random, mark, (w, at) =>
        {
            var text = Encoding.Latin1.GetString(w);
            var end = text.IndexOf("\r\n", at, StringComparison.Ordinal) is >= 0 and var behind
                ? behind
                : text.IndexOf("\r\n", StringComparison.Ordinal);
            return end < 0 ? w : Encoding.Latin1.GetBytes(text[..end] + ends[random.Next(ends.Length)] + text[(end + 2)..]);
        });

    private static Speech? Stretch(Speech speech, Random random) => InWrite(speech, random, (w, at) =>
    {
        var piece = w[at..Math.Min(w.Length, at + 1 + random.Next(8))];
        var length = Lengths[random.Next(Lengths.Length)];
        return [.. w[..at], .. Enumerable.Repeat(piece, (length / piece.Length) + 1).SelectMany(p => p).Take(length), .. w[at..]];
    });

    private static Speech? Truncate(Speech speech, Random random) => InWrite(speech, random, (w, at) => w[..at]);

    private static Speech? Swap(Speech speech, Random random)
    {
        if (speech.Writes.Count < 2)
            return null;
        var (one, two) = (random.Next(speech.Writes.Count), random.Next(speech.Writes.Count));
        return speech.With(one, speech.Writes[two]).With(two, speech.Writes[one]);
    }

    private static Speech? Repeat(Speech speech, Random random)
    {
        var (which, at) = (random.Next(speech.Writes.Count), random.Next(speech.Writes.Count + 1));
        return new Speech([.. speech.Writes.Take(at), speech.Writes[which], .. speech.Writes.Skip(at)]);
    }

    private static Speech? Drop(Speech speech, Random random) =>
        speech.Writes.Count < 2 ? null : speech.Without(random.Next(speech.Writes.Count), 1);

    private static Speech? Command(Speech speech, Random random)
    {
        var at = random.Next(speech.Writes.Count + 1);
        var command = Octets.Of(Commands[random.Next(Commands.Length)] + "\r\n");
        return new Speech([.. speech.Writes.Take(at), command, .. speech.Writes.Skip(at)]);
    }

    private static Speech? Split(Speech speech, Random random)
    {
        var which = random.Next(speech.Writes.Count);
        var write = speech.Writes[which];
        if (write.Length < 2)
            return null;
        var at = random.Next(1, write.Length);
        return new Speech(
        [
            .. speech.Writes.Take(which),
            write.Slice(0, at),
            write.Slice(at, write.Length - at),
            .. speech.Writes.Skip(which + 1),
        ]);
    }

    private static Speech? Join(Speech speech, Random random)
    {
        if (speech.Writes.Count < 2)
            return null;
        var which = random.Next(speech.Writes.Count - 1);
        return speech.Without(which + 1, 1).With(which, Octets.Join([speech.Writes[which], speech.Writes[which + 1]]));
    }

    private static Speech? InWrite(Speech speech, Random random, Func<byte[], int, byte[]> change) =>
        InWrite(speech, random, "", change);

    private static Speech? InWrite(Speech speech, Random random, string mark, Func<byte[], int, byte[]> change)
    {
        int[] all = [.. Enumerable.Range(0, speech.Writes.Count)];
        int[] marked = [.. all.Where(i => speech.Writes[i].Text.Contains(mark, StringComparison.Ordinal))];
        var which = marked.Length > 0 ? marked[random.Next(marked.Length)] : all[random.Next(all.Length)];
        var write = speech.Writes[which].ToArray();
        return write.Length == 0 ? null : speech.With(which, new Octets(change(write, random.Next(write.Length))));
    }

    private static byte Odd(Random random) =>
        random.Next(3) > 0 ? Awkward[random.Next(Awkward.Length)] : (byte)random.Next(256);
}
