using System.Buffers;
using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>Whether a message needs SMTPUTF8, whatever its client has said of it (RFC 6531 3.4).</summary>
public static class International
{
    // A header's end may lie on the border of two pieces: its last three octets stand before the next one.
    private const int Kept = 3;

    /// <summary>It has UTF-8 in its envelope or in its header; bodies are MIME's.</summary>
    public static bool Is(OutgoingMessage message)
    {
        var envelope = message.Envelope;
        if (Has(envelope.From) || Has(envelope.With.Auth) || envelope.Recipients.Any(r => r.IsInternational)
            || envelope.Wishes.Values.Any(w => w.IsInternational))
            return true;
        using var content = message.Read();
        return HasHeader(content);
    }

    /// <param name="content">A message, or the beginning of one.</param>
    public static bool HasHeader(Stream content)
    {
        var piece = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            // As if a line had just ended: a message may begin with its body.
            "\r\n"u8.CopyTo(piece);
            for (var before = 2; ;)
            {
                var count = content.Read(piece.AsSpan(before));
                var all = piece.AsSpan(0, before + count);
                var end = all.IndexOf("\r\n\r\n"u8);
                if (!Ascii.IsValid(end < 0 ? all : all[..end]))
                    return true;
                if (end >= 0 || count == 0)
                    return false;
                before = Math.Min(Kept, all.Length);
                all[^before..].CopyTo(piece);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static bool Has(ReversePath? path) => path?.Mailbox is { IsInternational: true };
}
