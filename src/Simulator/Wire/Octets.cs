using System.Text;

namespace SmtpSim.Wire;

/// <summary>Octets as they were or will be on the wire; compared by content, shown with escapes.</summary>
public readonly struct Octets : IEquatable<Octets>
{
    private readonly byte[]? _bytes;

    public Octets(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>Text as UTF-8, the encoding of transcripts and of SMTPUTF8.</summary>
    public static Octets Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A line as SMTP sends it: the text and CRLF.</summary>
    public static Octets OfLine(string text) => Of(text + "\r\n");

    public static Octets Join(IEnumerable<Octets> pieces) => new([.. pieces.SelectMany(p => p.ToArray())]);

    public int Length => _bytes?.Length ?? 0;

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>To be read, and not copied.</summary>
    public Stream ToStream() => new MemoryStream(_bytes ?? [], writable: false);

    public byte[] ToArray() => _bytes?.ToArray() ?? [];

    public Octets Slice(int start, int length) => new(Span.Slice(start, length));

    /// <summary>The octets as text, one character an octet where they are not UTF-8.</summary>
    public string Text
    {
        get
        {
            try
            {
                return StrictUtf8.GetString(Span);
            }
            catch (DecoderFallbackException)
            {
                return Encoding.Latin1.GetString(Span);
            }
        }
    }

    public bool Equals(Octets other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Octets other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Readable, octet-exact: <c>250 ok\r\n</c>, <c>\x00</c>.</summary>
    public override string ToString() => Escapes.Encode(Span);

    public static bool operator ==(Octets left, Octets right) => left.Equals(right);

    public static bool operator !=(Octets left, Octets right) => !left.Equals(right);

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
}
