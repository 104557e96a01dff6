using SmtpSim.Dialogue;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Puts into words how a script ended, with the octets that were heard and the time.</summary>
internal sealed class Findings(SessionLog log, Variables variables)
{
    // Enough to recognise what came; the whole of it stands in the log.
    private const int MostOctets = 500;

    public Outcome Ended(End end, string reason) => new(end, OctetText.Shown(reason), null, log);

    public Outcome Failed(Act act, string expected, string heard, string why)
    {
        var shown = OctetText.Shown(why);
        var mismatch = new Mismatch(act.Step, act.Connection, OctetText.Shown(expected), heard, shown, log.Now);
        return new Outcome(End.Failed, shown, mismatch, log);
    }

    /// <param name="taken">So many octets were taken for it before it turned out to be wrong.</param>
    public Outcome Missed(Hear hear, RawConnection connection, string why, int taken = 0) =>
        Failed(hear, Expected(hear), Heard(connection, taken), why);

    /// <summary>True where something was said that nobody has taken; looks at what has arrived by now, too.</summary>
    public static async ValueTask<bool> HasMoreAsync(RawConnection connection, CancellationToken cancel)
    {
        await connection.HearArrivedAsync(cancel);
        return !connection.Closed && connection.Heard.Length > 0;
    }

    public static string Heard(RawConnection connection, int taken = 0) => connection.Heard.Length + taken > 0
        ? Shown(connection, taken)
        : connection.Ended switch
        {
            Ending.Eof => "(end of stream)",
            Ending.Reset => "(reset)",
            _ => "(nothing)",
        };

    // What waits is the end of what was heard: there it stands with its secrets starred out.
    private static string Shown(RawConnection connection, int taken)
    {
        var heard = Octets.Join(Secrets.Starred(connection.Log)
            .Where(e => e.What == Happening.Heard && e.Connection == connection.Name).Select(e => e.Octets));
        var waits = connection.Heard.Length + taken;
        // What the log has forgotten of it is not looked for secrets any more.
        var shown = heard.Span[^Math.Min(waits, heard.Length)..];
        return new Octets(shown[..Math.Min(shown.Length, MostOctets)]).ToString();
    }

    private string Expected(Hear hear) =>
        string.Join(" or ", hear.Choices.Where(c => c.Ruling != Ruling.Fail).Select(c => Filled(c.Step)));

    // What is computed is for the wire alone: it may be made of a password.
    private static bool IsSecret(string name) =>
        name.Contains(':') || name == "password" || name.StartsWith("secret", StringComparison.Ordinal);

    // What was captured before must come again; shown where it stands in what was heard, and is not starred out there.
    private string Captured(string shown)
    {
        var names = Pattern.Names(shown).Where(n => !IsSecret(n) && variables[n] is not null).ToList();
        if (names.Count == 0)
            return shown;
        var heard = Octets.Join(Secrets.Starred(log).Where(e => e.What == Happening.Heard).Select(e => e.Octets)).Text;
        return names.Where(n => heard.Contains(variables[n]!, StringComparison.Ordinal))
            .Aggregate(shown, (text, n) => text.Replace($"{{{n}}}", variables[n], StringComparison.Ordinal));
    }

    private string Filled(Step step)
    {
        try
        {
            var shown = TranscriptWriter.Show(step);
            return Variables.Names(shown).Any(IsSecret) ? shown : Captured(variables.Fill(shown));
        }
        catch (MissingValueException)
        {
            return TranscriptWriter.Show(step);
        }
    }
}
