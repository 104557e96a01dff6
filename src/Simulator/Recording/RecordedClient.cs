using SmtpSim.Dialogue;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>
/// What a recorded client said as what it was, in whatever pieces it was written: whole commands, of a chunk (RFC 3030 2) its
/// BDAT, of a message <c>@body any</c> where it ended. What is none of them stays as it is.
/// </summary>
internal sealed class RecordedClient
{
    private readonly Transcript _recording;
    private readonly CutLines _replies = new();
    private readonly List<Step> _out = [];
    // Once none is owed a chunk has had its own, whether or not it came to its end.
    private readonly OwedReplies _owed = new();
    // Behind DATA, until that has its reply: content, or commands.
    private readonly Queue<Line> _held = new();
    // What is not read yet: that, too, or a line that has not ended.
    private readonly OctetBuffer _unread = new();
    // Of those: where no line ends.
    private int _searched;
    private Line? _last;
    private bool _isGreeted;
    private bool _isAsked;
    private RecordedContent? _content;
    // What comes when a message or a chunk is at its end.
    private Step? _behind;
    // Where the BDAT of a chunk stands.
    private int _chunk;
    // What is not at its end by then is so because of that.
    private bool _hasHungUp;
    // Behind a reset of its own a server hears nothing.
    private bool _isOver;

    private RecordedClient(Transcript recording) => _recording = recording;

    public static IReadOnlyList<Step> Of(Transcript recording)
    {
        var client = new RecordedClient(recording);
        foreach (var step in recording.Steps)
            client.Take(step);
        client.Break();
        client.GiveUpContent(isAtEnd: true);
        return client._out;
    }

    private void Take(Step step)
    {
        if (_isOver)
            return;
        if (step is Line { Speaker: Speaker.Client } said)
            Say(said);
        else if (step is Line reply)
            Hear(reply);
        else
            Keep(step);
    }

    private void Keep(Step step)
    {
        // What is expected of content is its end.
        if (_content is not null && step is Directive { Word: "shutdown" })
        {
            _behind = step;
            return;
        }
        if (SessionEnd.Of(_recording, step, 0, Role.Server) is { } end)
            HearEnd(end, isNoted: step is Remark);
        Break();
        _out.Add(step);
        _isOver = step is Directive { Word: "reset" };
    }

    // Who has ended it in front of the end of a message has heard what had come of it.
    private void HearEnd(SessionEnd end, bool isNoted)
    {
        if (end.Speaker == Speaker.Client && isNoted)
            _hasHungUp = true;
        else
            GiveUpContent(isAtEnd: _hasHungUp);
    }

    private void Say(Line line)
    {
        if (_isAsked)
            _held.Enqueue(line);
        else if (_content is not { IsMessage: true } && RecordedLine.HasValue(line))
            SayValue(line);
        else
            SayOctets(line);
    }

    // What inserts a value, a secret say, is a line of its own, or all of it a chunk's: how long it is nobody knows.
    private void SayValue(Line line)
    {
        if (_content is not null)
        {
            _content.TakeValue(RecordedLine.OctetsOf(line).Length);
            EndContent();
            return;
        }
        Keep(line);
        _owed.Owe(line.Text);
    }

    private void SayOctets(Line line)
    {
        _last = line;
        if (RecordedLine.HasValue(line))
            _content?.TakeValue(0);
        _unread.Append(RecordedLine.OctetsOf(line));
        Read();
    }

    private void Read()
    {
        while (_unread.Length > 0 && !_isAsked && Next() is > 0 and var taken)
        {
            _unread.Take(taken);
            _searched = 0;
        }
    }

    /// <summary>How long the next of it is; 0 where that is not all there.</summary>
    private int Next()
    {
        if (_content is not null)
            return Content(_content, _unread.Span);
        var end = _unread.Span[_searched..].IndexOf("\r\n"u8);
        if (end < 0)
        {
            // The CR may be there.
            _searched = Math.Max(0, _unread.Length - 1);
            return 0;
        }
        return Command(_unread.Span[..(_searched + end)]) + 2;
    }

    private int Content(RecordedContent content, ReadOnlySpan<byte> octets)
    {
        var taken = content.Take(octets);
        EndContent();
        return taken;
    }

    private void EndContent()
    {
        if (_content is not { HasEnded: true } ended)
            return;
        _content = null;
        if (ended.IsMessage)
            EndMessage(AnyMessage());
        else
            AddBehind();
    }

    private Directive AnyMessage() => new(_last!.At, "body", ["any"], null, null, []);

    private void EndMessage(Step? message)
    {
        _owed.OweEnd();
        if (message is not null)
            _out.Add(message);
        AddBehind();
    }

    private void AddBehind()
    {
        if (_behind is not null)
            _out.Add(_behind);
        _behind = null;
    }

    // It has not come to its end: what has come is to come again as it was, or behind the last step whatever comes.
    private void GiveUpContent(bool isAtEnd)
    {
        if (_content is not { } begun)
            return;
        _content = null;
        // The server was the first to end it.
        isAtEnd = isAtEnd && _behind is null;
        if (begun.IsMessage)
        {
            EndMessage(isAtEnd ? null : Begun(begun.Said));
            return;
        }
        if (_out[_chunk] is Line command && begun.Said is { } said)
            _out[_chunk] = isAtEnd
                ? command with { Form = Form.Plain, Text = "BDAT *" }
                : RecordedLine.OfOctets(command, [.. RecordedLine.OctetsOf(command), .. said.Span]);
        AddBehind();
    }

    private Step? Begun(Octets? message) => message switch
    {
        null => AnyMessage(),
        { Length: 0 } => null,
        { } octets => RecordedLine.OfOctets(_last!, octets.Span),
    };

    private int Command(ReadOnlySpan<byte> line)
    {
        var text = OctetText.Of(line);
        _out.Add(RecordedLine.OfCommand(_last!, text));
        _owed.Owe(text);
        if (AnyChunkExpectation.SizeOf(text) is > 0 and var size)
            (_content, _chunk) = (RecordedContent.Chunk(size), _out.Count - 1);
        _isAsked = ClientCommand.IsData(text);
        return line.Length;
    }

    private void Hear(Line line)
    {
        // The server's next word is about what has come of a message.
        if (_content is { IsMessage: true })
            GiveUpContent(isAtEnd: false);
        // And where it owes none, that it is about what has begun.
        var octets = RecordedLine.OctetsOf(line);
        if (_owed.IsEmpty && (_isGreeted || !octets.AsSpan().StartsWith("220"u8)))
            Break();
        _out.Add(line);
        foreach (var reply in _replies.Whole(octets).Where(r => r is not [_, _, _, '-', ..]))
            Hear(reply);
    }

    private void Hear(string reply)
    {
        var isGreeting = !_isGreeted && reply.StartsWith("220", StringComparison.Ordinal);
        _isGreeted = true;
        if (isGreeting)
            return;
        _owed.Hear(reply, isCut: _content is { IsMessage: false });
        if (reply.StartsWith("354", StringComparison.Ordinal))
            BeginMessage();
        else if (_owed.IsEmpty && _content is { IsMessage: false })
            GiveUpContent(isAtEnd: false);
        // Counting goes wrong where something had no reply: who says nothing behind DATA before that comes was refused it.
        if (_owed.IsEmpty || (reply is ['4' or '5', ..] && _held.Count == 0 && _unread.Length == 0))
            Release();
    }

    private void BeginMessage()
    {
        _owed.Clear();
        _content = RecordedContent.Message();
    }

    private void Release()
    {
        _isAsked = false;
        Read();
        while (!_isAsked && _held.TryDequeue(out var line))
            Say(line);
    }

    // No reply will come, and a line that is not whole by now is expected as it is.
    private void Break()
    {
        while (_isAsked)
            Release();
        if (_unread.Length > 0)
            _out.Add(RecordedLine.OfOctets(_last!, _unread.Span));
        _unread.Take(_unread.Length);
        _searched = 0;
    }
}
