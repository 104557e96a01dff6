using System.Globalization;
using System.Text.RegularExpressions;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>
/// One connection of the looping server: hears a command and lets the first fitting rule answer, else the default.
/// </summary>
internal sealed partial class RuleSession(
    RawConnection connection, int number, RuleSet rules, MailStore mail, WalkOptions options)
{
    private static readonly Directive StartTls = new(new SourceLine(0), "tls", ["start"], null, null, []);

    // Who is let in by a rule has a name that nobody looks at.
    private const string KnownByRule = "known by a rule";

    private readonly ServedWire _wire = new(connection, options.Clock);
    private readonly DefaultReplies _default = new(rules.Offer);
    private readonly TurnsOfSession _turns = new();
    private ServedState _state = ServedState.Connected;
    private OctetBuffer? _chunks;
    private RuleActor? _actor;

    private RuleActor Actor => _actor ??= new RuleActor(_wire, options);

    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await AnswerAsync(ServedCommand.Connect, null, cancel);
            while (!connection.Closed && await _wire.HearLineAsync(cancel) is var (line, complaint))
            {
                if (complaint is not null)
                    await _wire.SayAsync(DefaultReplies.Misformed, cancel);
                else
                    await ObeyAsync(ServedCommand.Of(line), cancel);
            }
            await _wire.FlushAsync(cancel);
        }
        finally
        {
            _wire.EndMessage();
        }
    }

    private async ValueTask ObeyAsync(ServedCommand command, CancellationToken cancel)
    {
        if (command.Trigger == "BDAT")
        {
            await TakeChunkAsync(command, cancel);
            return;
        }
        switch (command.Trigger, await AnswerAsync(command, null, cancel))
        {
            case ("DATA", ('3', _)):
                if (await _wire.HearMessageAsync(cancel) is { } message)
                    await AnswerAsync(ServedCommand.Dot, message, cancel);
                break;
            case ("STARTTLS", ('2', true)):
                await StartTlsAsync(cancel);
                break;
            // Whatever a rule says to it.
            case ("QUIT", ('2', true) or (_, false)):
                await _wire.FlushAsync(cancel);
                connection.Close();
                break;
        }
    }

    /// <summary>The first digit of the answer, null where none was given; and whether the default gave it.</summary>
    /// <param name="content">The message or chunk that the command ends or brings. It counts just before it is accepted.</param>
    private async ValueTask<(char? Said, bool ByDefault)> AnswerAsync(
        ServedCommand command, OctetBuffer? content, CancellationToken cancel)
    {
        var before = _state;
        var usual = _default.Answer(command, _state, content?.Length ?? 0);
        var rule = Take(command);
        var said = rule is { } answer ? await ActAsync(answer, command, content, cancel) : null;
        Settle(command, said, said ?? usual.Reply.Class, usual.After);
        Forget(before);
        if (said is not null || connection.Closed)
            return (said, false);
        if (usual.Reply.Class == '2')
            Keep(command, content, before);
        return (await SayUsualAsync(command, usual.Reply, cancel), true);
    }

    private async ValueTask<char?> SayUsualAsync(ServedCommand command, ServedReply reply, CancellationToken cancel)
    {
        // RFC 4954 4: once, and not in a transaction.
        if (command.Trigger == "AUTH" && rules.Offer.Has("AUTH") && _state is { Identity: null, From: null })
            return await AuthenticateAsync(command, cancel);
        await _wire.SayAsync(reply, cancel);
        return reply.Class;
    }

    private void Settle(ServedCommand command, char? byRule, char said, ServedState after)
    {
        // A refused message is gone all the same (RFC 5321 4.1.1.4); anything else refused has not happened.
        if (said is not ('4' or '5') || command == ServedCommand.Dot)
            _state = after;
        if (byRule == '2')
            _state = AcceptedByRule(command);
    }

    private ServedState AcceptedByRule(ServedCommand command) => command.Trigger switch
    {
        "AUTH" => _state with { Identity = _state.Identity ?? KnownByRule },
        "EHLO" or "LHLO" => _state with { OffersAnything = true },
        _ => _state,
    };

    private RuleAnswer? Take(ServedCommand command)
    {
        var moment = new RuleMoment(number, _state, _turns);
        var rule = rules.Take(command, moment);
        foreach (var miss in rule is null && options.Explains ? rules.NearMisses(command, moment) : [])
            connection.Log.Note(connection.Name, miss);
        return rule;
    }

    private ValueTask<char?> ActAsync(
        RuleAnswer answer, ServedCommand command, OctetBuffer? content, CancellationToken cancel)
    {
        var before = _state;
        return Actor.ActAsync(answer, () => Keep(command, content, before), cancel);
    }

    // Just before its acknowledgement goes out, so that whoever hears that may count at once.
    private void Keep(ServedCommand command, OctetBuffer? message, ServedState envelope)
    {
        if (command == ServedCommand.Dot && message is not null && envelope.From is { } from && connection.CanSay)
            mail.Add(new Envelope(from, [.. envelope.Recipients]), message, connection.Log.Now);
    }

    private void Forget(ServedState before)
    {
        // RFC 3207 4.2: everything said before the handshake is forgotten.
        if (connection.Tls is not null != _state.Tls)
            _state = ServedState.Connected with { Tls = connection.Tls is not null };
        if (ReferenceEquals(_state.From, before.From))
            return;
        _turns.EndTransaction();
        EndChunks();
    }

    private void EndChunks()
    {
        _chunks = null;
        _wire.EndMessage();
    }

    private async ValueTask StartTlsAsync(CancellationToken cancel)
    {
        await _wire.FlushAsync(cancel);
        await Actor.PlayTlsAsync(StartTls, rules.Values, cancel);
        Forget(_state);
    }

    private async ValueTask<char?> AuthenticateAsync(ServedCommand command, CancellationToken cancel)
    {
        var dialogue = new AuthDialogue(rules.Offer, rules.Values);
        var reply = dialogue.Begin(command.Argument);
        await _wire.SayAsync(reply, cancel);
        while (dialogue.GoesOn && await _wire.HearLineAsync(cancel) is var (line, complaint))
        {
            reply = complaint is null ? dialogue.Next(line) : dialogue.Misformed();
            await _wire.SayAsync(reply, cancel);
        }
        _state = _state with { Identity = dialogue.Identity ?? _state.Identity };
        return reply.Class;
    }

    // RFC 3030 2: the octets follow the command whatever will be answered; LAST ends the message.
    private async ValueTask TakeChunkAsync(ServedCommand command, CancellationToken cancel)
    {
        if (ChunkForm().Match(command.Argument) is not { Success: true } chunk)
        {
            await _wire.SayAsync(DefaultReplies.WrongChunk, cancel);
            return;
        }
        var size = long.Parse(chunk.Groups["size"].ValueSpan, CultureInfo.InvariantCulture);
        var last = chunk.Groups["last"].Success;
        var content = _chunks ??= new OctetBuffer();
        if (!await _wire.HearChunkAsync(size, content, cancel))
            return;
        var ends = last && _state is { Recipients.IsEmpty: false, HasLostChunk: false } && rules.Offer.Has("CHUNKING");
        var (said, _) = await AnswerAsync(ends ? ServedCommand.Dot : command, content, cancel);
        // RFC 3030 2: a chunk that was refused is no part of any message.
        if (last || said is '4' or '5')
            EndChunks();
        _state = _state with { HasLostChunk = _state.HasLostChunk || IsLost(said) };
    }

    // Where it was one: of a transaction, and of who offers chunks.
    private bool IsLost(char? said) =>
        said is '4' or '5' && !_state.Recipients.IsEmpty && rules.Offer.Has("CHUNKING");

    // RFC 3030 2: chunk-size, and the word that ends a message.
    [GeneratedRegex("^(?<size>[0-9]{1,18})(?<last> +LAST)?$", RegexOptions.IgnoreCase)]
    private static partial Regex ChunkForm();
}
