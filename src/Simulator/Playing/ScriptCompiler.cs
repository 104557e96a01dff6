using System.Globalization;
using SmtpSim.Transcripts;
using static SmtpSim.Transcripts.WordKinds;

namespace SmtpSim.Playing;

/// <summary>
/// Makes a transcript ready for one side: that side's lines become writes, the other's become expectations. What cannot
/// be played is an error here, before the first octet is sent.
/// </summary>
public sealed class ScriptCompiler
{
    private readonly Role _role;
    private readonly TranscriptSource _source;
    private readonly List<Act> _acts = [];
    private readonly List<Directive> _shaping = [];
    private readonly Inclusions _inclusions;
    private readonly Faults _faults;
    private string _connection = "1";
    private double _scale = 1;

    private ScriptCompiler(Role role, TranscriptSource source, Inclusions inclusions, Faults faults) =>
        (_role, _source, _inclusions, _faults) = (role, source, inclusions, faults);

    // One that goes on where this one stands.
    private ScriptCompiler Inner(TranscriptSource source) =>
        new(_role, source, _inclusions, _faults) { _connection = _connection, _scale = _scale };

    /// <exception cref="UnusableFileException">The script cannot be played from this side.</exception>
    public static Script Compile(TranscriptSource source, Role role)
    {
        TimeSpan? limit = source.Transcript["timeout"] is { } text ? Durations.Parse(text) : null;
        var faults = new Faults();
        var acts = new ScriptCompiler(role, source, new Inclusions(), faults).All(source.Transcript.Steps);
        faults.ThrowIfAny();
        var script = new Script(source.File, role, acts, limit);
        if (script.Acts.Count == 0)
            throw new UnusableFileException(source.File, 1, 1, "there is nothing to play in this script");
        var misfit = script.OneTooMany is { } act ? (act, $"a script opens at most {Script.MostConnections} connections")
            : script.Misnamed is var (misnamed, near) ? (misnamed, $"no line is of a connection '{misnamed.Connection}'{near}")
            : default;
        return misfit.Item1 is { } wrong
            ? throw new UnusableFileException(source.File, wrong.Step.At.Number, 1, misfit.Item2)
            : script;
    }

    private ValueList<Act> All(IEnumerable<Step> steps)
    {
        foreach (var step in steps.TakeWhile(_ => !_inclusions.IsOver))
        {
            if (!_faults.Try(() => Add(step)))
                _shaping.Clear();
        }

        if (_shaping.Count > 0)
            _faults.Add(Wrong(_shaping[0], $"@{_shaping[0].Word} applies to the next line, but none follows"));
        return [.. _acts];
    }

    private void Add(Step step)
    {
        switch (step)
        {
            case Line line:
                AddLine(line);
                break;
            case Directive directive:
                AddDirective(directive);
                break;
            case Block block:
                AddBlock(block);
                break;
            case Rule:
                throw Wrong(step, "@on rules and lines in order do not mix: a script with rules is served, not walked");
        }
    }

    private bool IsMine(Line line) => (line.Speaker == Speaker.Client) == (_role == Role.Client);

    private void AddLine(Line line)
    {
        _connection = line.Connection;
        if (!IsMine(line))
            _acts.Add(Expect(line, line.Form == Form.Optional));
        else if (CannotBeSaid(line) is { } why)
            throw Wrong(line, why);
        else if (line.Form == Form.Joined && Joined(_acts.LastOrDefault(), line) is { } joined)
            Join(joined);
        else
            _acts.Add(new Send(line, line.Connection, [line], TakeShape()));
    }

    private static Act? Joined(Act? last, Line line) => last switch
    {
        Send send when send.Connection == line.Connection => send with { Lines = [.. send.Lines, line] },
        SendBody body when body.Connection == line.Connection => body with { Behind = [.. body.Behind, line] },
        _ => null,
    };

    private void Join(Act joined)
    {
        if (_shaping.Count > 0)
            throw Wrong(_shaping[0], $"@{_shaping[0].Word} shapes a whole write: put it above the first line that is joined");
        _acts[^1] = joined;
    }

    private static string? CannotBeSaid(Line line) => line.Form switch
    {
        Form.Regex or Form.Optional => $"'{TranscriptWriter.Show(line)}' can only be expected, and this side says it",
        Form.Plain or Form.Joined when line.Speaker == Speaker.Server && ReplyPattern.IsOnlyExpected(line.Text) =>
            $"'{line.Text}' names several codes: it can be expected, but a server says one",
        _ => null,
    };

    private Hear Expect(Event step, bool optional) => Expect(
        step, [Choose(step, null, null), .. step.Alternatives.Select(a => Choose(a.Step, a.Ruling, a.Reason))], optional);

    private Hear Expect(Event step, ValueList<Choice> choices, bool optional)
    {
        var (within, after) = (TakeTime("within"), TakeTime("after"));
        return _shaping.Count == 0
            ? new Hear(step, _connection, choices, within, after, optional)
            : throw Wrong(_shaping[0], $"@{_shaping[0].Word} shapes what this side sends, but an expectation follows");
    }

    private Choice Choose(Event step, Ruling? ruling, string? reason)
    {
        if (step is Line line && (IsMine(line) || line.Connection != _connection))
            throw Wrong(step, "an alternative is said by the same side on the same connection as the line above it");
        var meaning = Meaning.Of(step is Directive timed ? timed.Scaled(_scale) : step, _acts.LastOrDefault());
        return new Choice(step, meaning ?? throw Wrong(step, "this cannot be expected"), ruling, reason);
    }

    private void AddDirective(Directive directive)
    {
        var word = Words.Find(directive.Word)!;
        if (word.Is(OnConnection) && directive.Connection is { } named)
            _connection = named;
        if (word.Is(Shapes))
            _shaping.Add(directive.Scaled(_scale));
        else if (word.Is(Expects))
            _acts.Add(Expect(directive, false));
        else
            AddDeed(directive);
    }

    private void AddDeed(Directive directive)
    {
        if (Refusal(directive) is { } why)
            throw Wrong(directive, why);
        switch (directive.Word)
        {
            case "fence" when _role == Role.Server:
                AnswerFence(directive);
                break;
            // Before the first connection there is, the server has seen to it.
            case "listen":
                break;
            case "scale":
                _scale = Scaling.Factor(directive);
                break;
            case "include":
                Include(directive);
                break;
            case "body" or "bdat":
                AddBody(directive);
                break;
            case "mail":
                _acts.Add(new CheckMail(directive.Scaled(_scale), _connection, MailCheck.Lines(directive, _source)));
                break;
            default:
                _acts.Add(new Do(_source.WithCertificate(directive.Scaled(_scale)), _connection));
                break;
        }
    }

    private string? Refusal(Directive directive) => directive.Word switch
    {
        "listen" when _role == Role.Client => "@listen says when a server can be connected to; this side connects",
        "serve" => "a script with @serve is served by its rules, not walked",
        "server" or "client" => $"@{directive.Word} begins a part of a choreography, which is played as a whole",
        "source" when _role == Role.Server => "@source says where a client connects from; this side accepts",
        "source" when _acts.Any(a =>
            a.Connection == _connection && a is not Do { Directive.Word: "source" or "rcvbuf" or "wait" }) =>
            "@source stands above the first line of its connection, which has begun here",
        "source" when !System.Net.IPAddress.TryParse(directive.Arguments[0], out _) =>
            $"@source: '{directive.Arguments[0]}' is no IP address of this machine, like 127.0.0.2",
        "tls" => TlsPlay.Misfit(directive),
        "mail" => MailCheck.Misfit(directive),
        "body" or "bdat" => Body.Misfit(directive, _role),
        _ => null,
    };

    // A client's fence, seen from the server: its two commands, and the replies that tell them apart.
    private void AnswerFence(Directive fence)
    {
        foreach (var (command, reply) in Fence.Exchanges)
        {
            AddLine(new Line(fence.At, Speaker.Client, _connection, Form.Plain, command, []));
            AddLine(new Line(fence.At, Speaker.Server, _connection, Form.Plain, reply, []));
        }
    }

    private void AddBody(Directive directive)
    {
        var body = Body.Of(directive, _source);
        _acts.Add(_role == Role.Client
            ? new SendBody(directive, _connection, body.Lines, body.Octets!, TakeShape())
            : Expect(directive, [new Choice(directive, body.Expected, null, null)], optional: false));
    }

    private void AddBlock(Block block)
    {
        RefuseShapes("a block");
        var arguments = block.Head.Arguments;
        var acts = Inside(block.Body);
        _acts.Add(block.Head.Word switch
        {
            "for" => new ForEach(block, _connection, arguments[0], arguments[2], acts),
            "unordered" => new HearAll(block, _connection, AllExpected(acts)),
            "if" => new IfOffered(block, _connection, arguments[1], acts, Inside(block.Otherwise ?? [])),
            _ => new Repeat(block, _connection, int.Parse(arguments[0], CultureInfo.InvariantCulture), acts),
        });
    }

    private ValueList<Hear> AllExpected(ValueList<Act> acts)
    {
        var other = acts.FirstOrDefault(a => a is not Hear { Optional: false } || a.Connection != acts[0].Connection);
        return other is null
            ? [.. acts.Cast<Hear>()]
            : throw Wrong(other.Step, "in @unordered stands what the other side says on one connection, and nothing else");
    }

    private ValueList<Act> Inside(IEnumerable<Step> steps)
    {
        var inner = Inner(_source);
        var acts = inner.All(steps);
        (_connection, _scale) = (inner._connection, inner._scale);
        return acts;
    }

    private void Include(Directive directive)
    {
        RefuseShapes("an include");
        var inner = Inner(_source.Include(directive, _inclusions));
        _acts.AddRange(inner.All(inner._source.Transcript.Steps));
        (_connection, _scale) = (inner._connection, inner._scale);
    }

    private void RefuseShapes(string what)
    {
        if (_shaping.Count > 0)
            throw Wrong(_shaping[0], $"@{_shaping[0].Word} applies to the next line, but {what} follows");
    }

    private Shape TakeShape()
    {
        var timed = _shaping.Find(d => d.Word is "within" or "after");
        if (timed is not null)
            throw Wrong(timed, $"@{timed.Word} bounds an expectation, but this side sends the next line");
        var shape = _shaping.Aggregate(Shape.Whole, (s, d) => s.With(d));
        _shaping.Clear();
        return shape;
    }

    private TimeSpan? TakeTime(string word)
    {
        var found = _shaping.Find(d => d.Word == word);
        if (found is null)
            return null;
        _shaping.Remove(found);
        return Durations.Parse(found.Arguments[0]);
    }

    private UnusableFileException Wrong(Step step, string message) => new(_source.File, step.At.Number, 1, message);
}
