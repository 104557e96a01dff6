using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Recording;

/// <summary>
/// What a recorded server said as what matters of it: of each reply its code and enhanced code, where its last line stood.
/// What is no reply, or one that was cut, stays as it is.
/// </summary>
internal sealed partial class RecordedReplies
{
    private readonly List<Step> _out = [];
    // Of a reply that has not ended.
    private readonly List<Line> _begun = [];
    // The last line was kept, and more of it is due: what follows is compared line by line.
    private bool _isOpen;

    private RecordedReplies()
    {
    }

    public static IReadOnlyList<Step> Of(IEnumerable<Step> steps)
    {
        var replies = new RecordedReplies();
        foreach (var step in steps)
            replies.Take(step);
        replies.GiveUp();
        return replies._out;
    }

    private void Take(Step step)
    {
        if (step is Directive { Word: not "shutdown" })
            GiveUp();
        if (step is not Line { Speaker: Speaker.Server } line)
            _out.Add(step);
        else if (line.Form is Form.Octets or Form.Regex || ReplyForm().Match(line.Text) is not { Success: true } reply)
            Keep(line);
        else
            Take(line, reply.Groups["code"].Value, reply.Groups["enhanced"].Value, reply.Groups["more"].Success);
    }

    private void Take(Line line, string code, string enhanced, bool goesOn)
    {
        // RFC 5321 4.2.1: the code is the same in every line.
        if (_isOpen || _begun.Any(l => !l.Text.StartsWith(code, StringComparison.Ordinal)))
            Keep(line, goesOn);
        else if (goesOn)
            _begun.Add(line);
        else
            End(line with { Form = Form.Plain, Text = code + enhanced });
    }

    private void End(Line line)
    {
        _begun.Clear();
        _out.Add(line);
    }

    private void Keep(Line line, bool goesOn = false)
    {
        GiveUp();
        _out.Add(line);
        _isOpen = goesOn;
    }

    private void GiveUp()
    {
        _out.AddRange(_begun);
        _isOpen |= _begun.Count > 0;
        _begun.Clear();
    }

    [GeneratedRegex(
        @"^(?<code>[0-9]{3})((?<more>-)|(?<enhanced> [245]\.[0-9]{1,3}\.[0-9]{1,3}(?= |$))|$| )", RegexOptions.ExplicitCapture)]
    private static partial Regex ReplyForm();
}
