namespace Benchmarks;

/// <summary>What the sink in C writes down: connections, recipients, refused, messages, octets, open, first and last.</summary>
/// <param name="file">Eight octets for each; the times are seconds since 1970.</param>
internal sealed class SinkFigures(string file)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public (long Messages, double First, double Last) Read()
    {
        var octets = File.ReadAllBytes(file);
        return (BitConverter.ToInt64(octets, 24), BitConverter.ToDouble(octets, 48), BitConverter.ToDouble(octets, 56));
    }

    /// <summary>Until so many have come, or none will.</summary>
    public async Task WaitAsync(long messages)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Read().Messages < messages && !limit.IsCancellationRequested)
            await Task.Delay(50, CancellationToken.None);
    }
}
