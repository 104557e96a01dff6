using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>Makes a speech as small as it can be made while the target still misbehaves in the same way.</summary>
public sealed class Minimiser(Func<Speech, Task<bool>> stillMisbehaves, int mostTrials)
{
    private int _left = mostTrials;

    public async Task<Speech> MinimiseAsync(Speech speech)
    {
        for (var before = int.MaxValue; before > Size(speech) && _left > 0;)
        {
            before = Size(speech);
            speech = await WithoutWritesAsync(speech);
            speech = await JoinedAsync(speech);
            for (var i = 0; i < speech.Writes.Count; i++)
                speech = await ShorterAsync(speech, i);
        }
        return speech;
    }

    private static int Size(Speech speech) => speech.Length + speech.Writes.Count;

    // Halves first, then quarters, down to single writes (delta debugging).
    private async Task<Speech> WithoutWritesAsync(Speech speech)
    {
        for (var count = Math.Max(1, speech.Writes.Count / 2); count > 0; count /= 2)
        {
            for (var at = 0; at < speech.Writes.Count && speech.Writes.Count > 1;)
                at = await TryAsync(speech.Without(at, Math.Min(count, speech.Writes.Count - at))) is { } less
                    ? Took(ref speech, less, at)
                    : at + count;
        }
        return speech;
    }

    private async Task<Speech> JoinedAsync(Speech speech)
    {
        for (var i = 0; i + 1 < speech.Writes.Count;)
        {
            var joined = speech.Without(i + 1, 1).With(i, Octets.Join([speech.Writes[i], speech.Writes[i + 1]]));
            i = await TryAsync(joined) is { } less ? Took(ref speech, less, i) : i + 1;
        }
        return speech;
    }

    private async Task<Speech> ShorterAsync(Speech speech, int index)
    {
        for (var count = Math.Max(1, speech.Writes[index].Length / 2); count > 0; count /= 2)
        {
            for (var at = 0; at < speech.Writes[index].Length;)
            {
                var write = speech.Writes[index].ToArray();
                var shorter = new Octets([.. write[..at], .. write[Math.Min(write.Length, at + count)..]]);
                at = await TryAsync(speech.With(index, shorter)) is { } less ? Took(ref speech, less, at) : at + count;
            }
        }
        return speech;
    }

    private static int Took(ref Speech speech, Speech less, int at)
    {
        speech = less;
        return at;
    }

    private async Task<Speech?> TryAsync(Speech speech) =>
        _left-- > 0 && speech.Length > 0 && await stillMisbehaves(speech) ? speech : null;
}
