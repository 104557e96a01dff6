using System.Collections.Concurrent;
using System.Net;
using SmtpSim.Recording;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Recording;

/// <summary>A proxy between a fake server and a scripted client.</summary>
internal sealed class Recorder
{
    private readonly ConcurrentQueue<Conversation> _recorded = [];

    public bool IsEmpty => _recorded.IsEmpty;

    /// <summary>What both sides say through a proxy, as lines without their stamps, which are never the same.</summary>
    public async Task<List<string>> RecordAsync(string server, string client, bool seesThrough = false)
    {
        await using var fake = Stage.Serve(server);
        await using var proxy = Start(fake.EndPoint, seesThrough);
        Stage.Passed(await Stage.WalkAsync(proxy.EndPoint, client));
        await Stage.UntilAsync(() => !_recorded.IsEmpty);
        return Lines();
    }

    public int Count => _recorded.Count;

    public long Kept => _recorded.Sum(c => c.Segments.Sum(s => (long)s.Text.Length));

    public long Missed => _recorded.Sum(c => c.Missed ?? 0);

    public string? Trouble => _recorded.First().Trouble;

    public RecordingProxy Start(
        IPEndPoint target, bool seesThrough, long mostOctets = SessionLog.Keeps, long inAll = ProxyOptions.MostInAll) =>
        RecordingProxy.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            target,
            new ProxyOptions(seesThrough, Stage.Options) { MostOctets = mostOctets, MostOctetsInAll = inAll },
            conversation =>
            {
                _recorded.Enqueue(conversation);
                return Task.CompletedTask;
            });

    public List<string> Lines()
    {
        Assert.True(_recorded.TryPeek(out var conversation));
        var transcript = RecordedTranscript.Of(conversation);
        var steps = transcript.Steps.Select(s => s is Event said ? said with { Stamp = null } : s);
        return [.. TranscriptWriter.Write(transcript with { Headers = [], Steps = [.. steps] }).Split('\n')];
    }
}
