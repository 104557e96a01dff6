using System.Buffers;

namespace SmtpSim.Wire;

/// <summary>
/// Octets that wait: appended at the end, taken from the front, cheap at both. Holds little memory while nothing waits.
/// </summary>
public sealed class OctetBuffer
{
    // What an idle connection holds, half of what it may (16 KiB); a message that fills it asks for more the next time,
    // until so many small ones have come.
    private const int SmallestRoom = 8 * 1024;
    private const int LargestRoom = 128 * 1024;
    private const int SmallOnesToShrink = 64;

    private byte[] _bytes = [];
    private int _start;
    private int _end;
    private int _room = SmallestRoom;
    private int _smallOnes;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(_start, _end - _start);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(_start, _end - _start);

    public void Append(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
            return;
        if (_bytes.Length - _end < octets.Length)
            MakeRoom(octets.Length);
        octets.CopyTo(_bytes.AsSpan(_end));
        _end += octets.Length;
    }

    /// <summary>Free space behind what waits, to be filled; <see cref="Grown"/> says how much of it was.</summary>
    public Memory<byte> Room()
    {
        if (Length == 0 && _bytes.Length > _room * 2)
            Release();
        if (_bytes.Length - _end < _room)
            MakeRoom(_room);
        return _bytes.AsMemory(_end, _room);
    }

    /// <summary>So many octets of the room were filled.</summary>
    public void Grown(int count)
    {
        _end += count;
        _smallOnes = count < SmallestRoom ? _smallOnes + 1 : 0;
        if (count == _room)
            _room = Math.Min(_room * 4, LargestRoom);
        else if (_smallOnes > SmallOnesToShrink)
            _room = SmallestRoom;
    }

    public void Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _end - _start);
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Gives the memory back where nothing waits.</summary>
    public void Release()
    {
        if (_end > 0 || _bytes.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void MakeRoom(int wanted)
    {
        var kept = _end - _start;
        var target = kept + wanted <= _bytes.Length / 2
            ? _bytes
            : ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, kept + wanted));
        Span.CopyTo(target);
        if (_bytes.Length > 0 && target != _bytes)
            ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = (target, 0, kept);
    }
}
