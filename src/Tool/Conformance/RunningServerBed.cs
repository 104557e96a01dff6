using System.Net;
using System.Net.Sockets;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>A server that runs already, known by its profile. Where it relays to us, we count its mail.</summary>
public sealed class RunningServerBed : ITestBed
{
    private const string Sink = "@serve default caps PIPELINING, SIZE 104857600, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES\n";

    private readonly TargetProfile _profile;
    private readonly FakeServer? _collector;

    public RunningServerBed(TargetProfile profile, WalkOptions options)
    {
        _profile = profile;
        if (profile.Collector is not { } at)
            return;
        Mail = new MailStore(options.Clock);
        var sink = TranscriptSource.Read(Sink, "collector", ".");
        try
        {
            _collector = FakeServer.Start(sink, IPEndPoint.Parse(at), new Variables(), options with { Mail = Mail });
        }
        catch (Exception wrong) when (wrong is SocketException or FormatException)
        {
            throw new UnusableFileException(
                $"the profile of {profile.Name}", 0, 0, $"collector: cannot listen on '{at}': {wrong.Message}");
        }
    }

    public string Name => _profile.Name;

    public IReadOnlyDictionary<string, string> Facts => _profile.Facts ?? [];

    public MailStore? Mail { get; }

    public Lanes? Lanes => null;

    public Task<IPEndPoint> EndPointAsync(CancellationToken cancel) => _profile.ResolveAsync(cancel);

    public ValueTask DisposeAsync() => _collector?.DisposeAsync() ?? ValueTask.CompletedTask;
}
