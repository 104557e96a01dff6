using SmtpSim.Comparing;
using SmtpSim.Dialogue;
using SmtpSim.Serving;

namespace SmtpSim.Commands;

/// <summary>What a server hears and says, shown as it happens; secrets are starred out.</summary>
internal static class Live
{
    // What comes within this time is shown together.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    public static async Task ShowAsync(FakeServer server, TextWriter to, CancellationToken stop)
    {
        var shown = 0L;
        while (!stop.IsCancellationRequested)
        {
            var change = server.NextChange;
            shown = Show(server, to, shown);
            await change.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What else comes meanwhile is shown with it.
            await Task.Delay(Breath, CancellationToken.None);
        }
        Show(server, to, shown);
    }

    private static long Show(FakeServer server, TextWriter to, long shown)
    {
        // All of it is looked at, because what is secret depends on what was said before.
        var entries = server.Log.Since(0, out var next);
        var known = (int)Math.Max(0, entries.Count - (next - shown));
        if (known == entries.Count)
            return next;
        foreach (var line in Secrets.Starred(entries, server.Log.IsServers, next).Skip(known).SelectMany(SideBySide.Lines))
            to.WriteLine(line);
        return next;
    }
}
