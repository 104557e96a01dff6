using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>Does what a rule says, on one served connection.</summary>
internal sealed class RuleActor(ServedWire wire, WalkOptions options)
{
    private readonly RawConnection _connection = wire.Connection;

    /// <summary>The first digit of what the rule said, null where it said nothing.</summary>
    /// <param name="accepting">Called just before the first reply is said to its end, where that accepts (2yz).</param>
    public async ValueTask<char?> ActAsync(RuleAnswer answer, Action accepting, CancellationToken cancel)
    {
        await wire.FlushAsync(cancel);
        char? said = null;
        var first = new FirstReply();
        foreach (var act in answer.Rule.Acts)
        {
            if (act is RuleAct.Say say)
            {
                var octets = say.Ready ?? Utterance.Of(say.Lines, say.Shape, answer.Values);
                if (first.IsAcceptedBy(octets.Span, say.Shape))
                    accepting();
                await Sender.SendAsync(_connection, octets, say.Shape, options.Clock, cancel);
                said ??= octets.Length > 0 ? (char)octets.Span[0] : ' ';
            }
            else if (act is RuleAct.Wait wait)
                await Pause.ForAsync(wait.Time, options.Clock, cancel);
            else
                await DoAsync(((RuleAct.Do)act).Directive, answer.Values, cancel);
        }
        return said;
    }

    private async ValueTask DoAsync(Directive directive, Variables values, CancellationToken cancel)
    {
        if (directive.Word == "tls")
            await PlayTlsAsync(directive, values, cancel);
        else if (directive.Word == "sync")
            await (options.Meetings?.MeetAsync(directive.Arguments[0], options.PartName, cancel) ?? Task.CompletedTask);
        else
            ConnectionDirectives.TryDo(_connection, directive);
    }

    /// <summary>A client that broke the handshake off has nothing to say any more.</summary>
    public async ValueTask PlayTlsAsync(Directive directive, Variables values, CancellationToken cancel)
    {
        var trouble = await new TlsPlay(_connection, Role.Server, options).DoAsync(directive, values, cancel);
        if (trouble is not null)
        {
            _connection.Log.Note(_connection.Name, trouble);
            _connection.Close();
        }
        if (directive.Arguments[0] != "start" || _connection.Tls is null)
            return;
        // RFC 3207 6: what stood in plain text behind STARTTLS is not obeyed; a server that does so is a fault to be played.
        if (_connection.Heard.Length > 0 && !directive.Arguments.Contains("obey=on"))
        {
            _connection.Log.Note(_connection.Name, $"{_connection.Heard.Length} octets behind STARTTLS were ignored");
            _connection.Take(_connection.Heard.Length);
        }
    }
}
