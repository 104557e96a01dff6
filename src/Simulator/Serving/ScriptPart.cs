using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>Lines in order: to each connection from their start, or once over all that the script names.</summary>
internal sealed class ScriptPart(FakeServer server, Script script, Variables variables, WalkOptions options) : ServerPart(server)
{
    public override bool IsPlayedOnce => script.Connections.Count > 1;

    public override async Task<Outcome?> PlayAsync(Transport transport, int number, CancellationToken stop)
    {
        var names = script.Connections;
        // Where each connection plays the whole script, the log tells them apart by their number.
        var first = new RawConnection(transport, IsPlayedOnce ? names[0] : NameOf(number), Server.Log);
        await using var peers = new AcceptedPeers(names.Count > 0 ? names[0] : "1", first, Server.AcceptAsync, Server.Log);
        // A server waits for its clients as long as they like; the case's own limit ends it.
        var patient = options with { ReplyLimit = options.CaseLimit, Mail = Server.Mail };
        var outcome = await new Walker(script, peers, Server.Log, variables.Copy(), patient).WalkAsync(stop);
        foreach (var peer in peers.Open.Where(_ => !stop.IsCancellationRequested))
            peer.Close();
        return outcome;
    }
}
