using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Sends octets in the shape a script asks for: its pieces, its pauses, and no more than it wants.</summary>
internal static class Sender
{
    /// <remarks>Where the other side is gone, what follows in the script says whether that was expected.</remarks>
    public static async Task SendAsync(
        RawConnection connection, ReadOnlyMemory<byte> octets, Shape shape, TimeProvider clock, CancellationToken cancel)
    {
        var pause = TimeSpan.Zero;
        var pieces = shape.Pieces(octets);
        foreach (var piece in shape.Endless ? Forever(pieces) : pieces)
        {
            await Pause.ForAsync(pause, clock, cancel);
            if (!await connection.SendAsync(piece, cancel))
                return;
            pause = shape.Pause;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Forever(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        ReadOnlyMemory<byte>[] all = [.. pieces];
        while (all.Length > 0)
        {
            foreach (var piece in all)
                yield return piece;
        }
    }
}
