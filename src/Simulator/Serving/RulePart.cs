using System.Text.RegularExpressions;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>Rules, and a sane default where none fits.</summary>
internal sealed class RulePart(FakeServer server, RuleSet rules, WalkOptions options) : ServerPart(server)
{
    public RuleSet Rules => rules;

    public override async Task<Outcome?> PlayAsync(Transport transport, int number, CancellationToken stop)
    {
        await using var connection = new RawConnection(transport, NameOf(number), Server.Log);
        try
        {
            await new RuleSession(connection, number, rules, Server.Mail, options).RunAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // Disposed in the middle of a session.
        }
        catch (Exception unplayable) when (unplayable is RegexMatchTimeoutException or MissingValueException)
        {
            var what = unplayable is MissingValueException ? unplayable.Message : Listener.RunsAway;
            var why = $"a rule cannot be played: {what}";
            Server.Log.Note(connection.Name, why);
            connection.Close();
            return new Outcome(End.Failed, why, null, Server.Log);
        }
        return null;
    }
}
