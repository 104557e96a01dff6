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
    private readonly CutLines _replies = new();
    private readonly List<Step> _out = [];
    // Behind DATA, until that has its reply: content, or commands.
    private readonly List<Line> _held = [];
    // Octets of a line that has not ended, and what they were written with.
    private byte[] _begun = [];
    private Line? _last;
    private bool _isAsked;
    private RecordedMessage? _message;
    // Of the chunk that is being said.
    private int _left;
    // How many replies are owed: once none is, a chunk has had its own, whether or not it came to its end.
    private int _due;

    private RecordedClient()
    {
    }

    public static IReadOnlyList<Step> Of(IEnumerable<Step> steps)
    {
        var client = new RecordedClient();
        foreach (var step in steps)
            client.Take(step);
        client.Release();
        client.Break();
        return client._out;
    }

    private void Take(Step step)
    {
        if (step is Line { Speaker: Speaker.Client } said)
            Say(said);
        else if (step is Line reply)
            Hear(reply);
        else
            Keep(step);
    }

    private void Say(Line line)
    {
        _last = line;
        if (_isAsked)
            _held.Add(line);
        else if (OctetsOf(line) is { } octets)
            Say([.. _begun, .. octets]);
        else if (_message is null)
            SayValue(line);
    }

    // What inserts a value, a secret say, is a line of its own.
    private void SayValue(Line line)
    {
        Keep(line);
        _due++;
    }

    private void Keep(Step step)
    {
        Break();
        _out.Add(step);
    }

    private void Say(byte[] octets)
    {
        _begun = [];
        while (octets.Length > 0 && !_isAsked)
        {
            var taken = Skip(octets);
            if (taken == 0)
                break;
            octets = octets[taken..];
        }
        if (octets.Length == 0)
            return;
        if (_isAsked)
            _held.Add(_last! with { Form = Form.Octets, Text = Quoted(octets) });
        else
            _begun = octets;
    }

    /// <summary>What the octets begin with; 0 where that is not all there.</summary>
    private int Skip(byte[] octets)
    {
        if (_message is not null)
            return Content(octets);
        if (_left > 0)
            return Chunk(octets);
        return octets.AsSpan().IndexOf("\r\n"u8) is >= 0 and var end ? Command(octets[..end]) + 2 : 0;
    }

    private int Content(byte[] octets)
    {
        var taken = _message!.Take(octets);
        if (_message.HasEnded)
            EndMessage();
        return taken;
    }

    private void EndMessage()
    {
        _message = null;
        _due++;
        _out.Add(new Directive(_last!.At, "body", ["any"], null, null, []));
    }

    private int Chunk(byte[] octets)
    {
        var taken = Math.Min(_left, octets.Length);
        _left -= taken;
        return taken;
    }

    private int Command(byte[] line)
    {
        var text = OctetText.Of(line);
        _out.Add(IsPlain(text)
            ? _last! with { Form = FormOf(_last, text), Text = text }
            : _last! with { Form = Form.Octets, Text = Quoted([.. line, .. "\r\n"u8]) });
        _due++;
        _left = AnyChunkExpectation.SizeOf(text) ?? 0;
        _isAsked = ClientCommand.IsData(text);
        return line.Length;
    }

    // A command of which the keyword is to come again; a CR or LF of its own is to come again as well.
    private static bool IsPlain(string text)
    {
        var keyword = text.Split(' ')[0];
        return !text.AsSpan().ContainsAny('\r', '\n') && (keyword.Length > 0 || text.Length == 0)
            && !keyword.Any(char.IsControl) && OctetText.Shown(keyword) == keyword;
    }

    // What a line of octets has of wildcards and braces stands for itself.
    private static Form FormOf(Line line, string command) =>
        line.Form != Form.Octets ? line.Form
        : command.IndexOfAny(['*', '{', '}']) < 0 ? Form.Plain : Form.Exact;

    private void Hear(Line line)
    {
        // The server's next word shows that a message has ended, wherever it took that to be.
        if (_message is not null)
            EndMessage();
        // And where it owes none, that it is about what has begun.
        if (_due == 0)
            Break();
        _out.Add(line);
        foreach (var reply in _replies.Whole(OctetsOf(line) ?? []).Where(r => r is not [_, _, _, '-', ..]))
            Hear(reply);
    }

    private void Hear(string reply)
    {
        _due = Math.Max(0, _due - 1);
        if (reply.StartsWith("354", StringComparison.Ordinal))
            (_due, _message) = (0, new RecordedMessage());
        if (_due > 0)
            return;
        _left = 0;
        Release();
    }

    private void Release()
    {
        Line[] held = [.. _held];
        _held.Clear();
        _isAsked = false;
        foreach (var line in held)
            Say(line);
    }

    // A line that is not whole by now is expected as it is.
    private void Break()
    {
        if (_begun.Length > 0)
            _out.Add(_last! with { Form = Form.Octets, Text = Quoted(_begun) });
        _begun = [];
    }

    private static string Quoted(ReadOnlySpan<byte> octets) => $"\"{Escapes.Encode(octets)}\"";

    private static byte[]? OctetsOf(Line line) =>
        line.Text.Contains("{{", StringComparison.Ordinal) ? null
        : line.Form != Form.Octets ? OctetText.Octets(line.Text + "\r\n")
        : Escapes.TryDecode(line.Text[1..^1], out var octets, out _) ? octets : null;
}
