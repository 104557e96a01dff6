using System.Globalization;
using System.Text;
using SmtpSim.Dialogue;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>
/// A conversation as a transcript: each segment is one line, or several joined ones, or exact octets where it is no whole lines.
/// It plays back on either side.
/// </summary>
public static class RecordedTranscript
{
    /// <param name="conversation">What was said, with the secrets still in it: they do not come out of here.</param>
    public static Transcript Of(Conversation conversation)
    {
        var segments = Secrets.Masked(conversation.Segments, conversation.IsCut);
        var steps = segments.SelectMany(Lines).Concat(conversation.Notes.Select(Note)).OrderBy(s => s.At, Earlier).ToList();
        var secrets = segments.SelectMany(s => s.Text.Where(Segment.IsMark)).Distinct().Count();
        return new Transcript([.. Headers(conversation, secrets)], [.. steps.Select(s => s.Step)]);
    }

    private static readonly Comparer<TimeSpan> Earlier = Comparer<TimeSpan>.Default;

    private static IEnumerable<Header> Headers(Conversation conversation, int secrets)
    {
        yield return new Header("title", conversation.Title);
        yield return new Header(
            "recorded", conversation.Began.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (conversation.Target.Length > 0)
            yield return new Header("target", conversation.Target);
        if (secrets > 0)
            yield return new Header("#", secrets == 1
                ? " 1 secret was taken out: give secret1 with --set to play this"
                : $" {secrets} secrets were taken out: give secret1 and so on with --set to play this");
    }

    private static (TimeSpan At, Step Step) Note(ConversationNote note) => (note.At, note.StartsTls
        ? new Directive(default, "tls", ["start"], null, null, []) { Stamp = note.At }
        : new Remark(default, $"# {note.Text}"));

    private static IEnumerable<(TimeSpan At, Step Step)> Lines(Segment segment)
    {
        var lines = segment.Text.Split("\r\n");
        var whole = lines.Length > 1 && lines[^1].Length == 0 && lines.SkipLast(1).All(IsPlain)
            && !lines.Skip(1).Any(l => IsNoReply(segment.Speaker, l));
        if (!whole)
            return segment.Text.Length == 0 ? [] : [(segment.At, (Step)OfForm(segment, Form.Octets, Quoted(segment.Text)))];
        return lines.SkipLast(1).Select((line, i) => (segment.At, (Step)OfForm(segment, FormOf(segment, line, i), Shown(line))));
    }

    // Wildcards stand for themselves in an exact line; one more line of a write has no exact form, and needs none.
    private static Form FormOf(Segment segment, string line, int index)
    {
        if (index > 0)
            return Form.Joined;
        var special = line.IndexOfAny(['*', '{', '}']) >= 0 || IsNoReply(segment.Speaker, line);
        return special ? Form.Exact : Form.Plain;
    }

    private static bool IsNoReply(Speaker speaker, string line) =>
        ReplyPattern.Mistaken(new Line(default, speaker, "1", Form.Plain, line, [])) is not null
        || (speaker == Speaker.Server && ReplyPattern.IsOnlyExpected(line));

    private static Line OfForm(Segment segment, Form form, string text) =>
        new Line(default, segment.Speaker, "1", form, text, []) { Stamp = segment.At };

    // What a file of UTF-8 shows as it is, and the language does not take for something else.
    private static bool IsPlain(string line)
    {
        if (line.Contains("{{", StringComparison.Ordinal) || line.EndsWith(' '))
            return false;
        var octets = Encoding.Latin1.GetBytes(string.Concat(line.Where(c => !Segment.IsMark(c))));
        return octets.All(o => o >= ' ' && o != 0x7F) && new Octets(octets).Text is var text && !text.Any(char.IsControl)
            && Encoding.UTF8.GetByteCount(text) == octets.Length;
    }

    private static string Shown(string line) => Marked(line, plain => new Octets(Encoding.Latin1.GetBytes(plain)).Text);

    private static string Quoted(string text) =>
        $"\"{Marked(text, plain => Escapes.Encode(Encoding.Latin1.GetBytes(plain)))}\"";

    private static string Marked(string text, Func<string, string> show)
    {
        var shown = new StringBuilder();
        var plain = new StringBuilder();
        foreach (var c in text)
        {
            if (!Segment.IsMark(c))
            {
                plain.Append(c);
                continue;
            }
            shown.Append(show(plain.ToString())).Append("{{").Append(Segment.NameOf(c)).Append("}}");
            plain.Clear();
        }
        return shown.Append(show(plain.ToString())).ToString();
    }
}
