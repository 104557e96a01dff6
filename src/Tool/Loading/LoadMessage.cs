using System.Globalization;
using System.Text;

namespace SmtpSim.Loading;

/// <summary>The octets of messages that differ in nothing but their number and their size.</summary>
public sealed class LoadMessage
{
    private const int Digits = 12;
    private const int LineLength = 76;

    private static readonly byte[] EndOfData = "\r\n.\r\n"u8.ToArray();

    private readonly byte[] _content;
    private readonly int _number;
    private readonly int _least;
    private readonly byte[] _covered = new byte[EndOfData.Length];
    private int _length;

    public LoadMessage(LoadPlan plan, string run)
    {
        var head = $"From: <{plan.From}>\r\nSubject: load\r\nMessage-ID: <{run}.";
        var rest = $"@{plan.Client}>\r\n\r\n";
        _number = Encoding.ASCII.GetByteCount(head);
        var text = $"{head}{new string('0', Digits)}{rest}";
        _least = Encoding.ASCII.GetByteCount(text);
        _content = new byte[Math.Max(plan.Sizes.Most, _least) + EndOfData.Length];
        Encoding.ASCII.GetBytes(text, _content);
        Fill(_content.AsSpan(_least));
        Mail = Line($"MAIL FROM:<{plan.From}>");
        Recipients = [.. Enumerable.Range(1, plan.Recipients).Select(n => Line($"RCPT TO:<{Numbered(plan.To, n)}>"))];
        Envelope = [.. Mail, .. Recipients.SelectMany(r => r), .. Data];
    }

    public byte[] Mail { get; }

    public byte[][] Recipients { get; }

    public byte[] Data { get; } = "DATA\r\n"u8.ToArray();

    /// <summary>All commands up to DATA.</summary>
    public byte[] Envelope { get; }

    /// <summary>The content of one message with the end of its data, until the next is asked for.</summary>
    public ReadOnlyMemory<byte> Content(long number, int size)
    {
        Uncover();
        number.TryFormat(_content.AsSpan(_number, Digits), out _, "D12", CultureInfo.InvariantCulture);
        _length = Math.Clamp(size, _least, _content.Length - EndOfData.Length);
        // A carriage return alone is no line end.
        if (_content[_length - 1] == '\r')
            _length--;
        _content.AsSpan(_length, EndOfData.Length).CopyTo(_covered);
        EndOfData.CopyTo(_content.AsSpan(_length));
        return _content.AsMemory(0, _length + EndOfData.Length);
    }

    // What the end of a shorter message stands on belongs to longer ones.
    private void Uncover()
    {
        if (_length > 0)
            _covered.CopyTo(_content.AsSpan(_length));
    }

    private static void Fill(Span<byte> body)
    {
        body.Fill((byte)'x');
        for (var at = LineLength; at + 2 <= body.Length; at += LineLength + 2)
            "\r\n"u8.CopyTo(body[at..]);
    }

    private static string Numbered(string pattern, int number) =>
        pattern.Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\r\n");
}
