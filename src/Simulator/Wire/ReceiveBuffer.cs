namespace SmtpSim.Wire;

/// <summary>Octets that arrived and were not yet taken: appended at the end, taken from the front, cheap at both.</summary>
public sealed class ReceiveBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, _end - _start);

    public void Append(ReadOnlySpan<byte> octets)
    {
        if (_bytes.Length - _end < octets.Length)
            MakeRoom(octets.Length);
        octets.CopyTo(_bytes.AsSpan(_end));
        _end += octets.Length;
    }

    public void Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _end - _start);
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    private void MakeRoom(int wanted)
    {
        var kept = _end - _start;
        var target = kept + wanted <= _bytes.Length / 2 ? _bytes : new byte[Math.Max(_bytes.Length * 2, kept + wanted)];
        Span.CopyTo(target);
        (_bytes, _start, _end) = (target, 0, kept);
    }
}
