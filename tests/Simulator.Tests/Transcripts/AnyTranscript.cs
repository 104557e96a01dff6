using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

/// <summary>Generates transcripts of every kind of step; directives straight from the table of words.</summary>
internal static partial class AnyTranscript
{
    public static readonly Gen<Line> Lines =
        from form in Gen.Elements(Enum.GetValues<Form>())
        from speaker in Gen.Elements(Speaker.Client, Speaker.Server)
        from name in Gen.Frequency((2, Gen.Constant("1")), (1, AnyText.Name))
        from text in AnyText.Of(form)
        let line = new Line(default, speaker, name, form, text, [])
        where form is Form.Octets or Form.Regex or Form.Exact || ReplyPattern.Mistaken(line) is null
        select line;

    public static readonly Gen<Directive> Directives = Gen.Elements(Words.All.Where(w => !w.Is(WordKinds.Opens))).SelectMany(Of);

    private static readonly Gen<Directive> Heads = Gen.Elements(Words.All.Where(w => w.Is(WordKinds.Opens))).SelectMany(Of);

    private static readonly Gen<Directive> Expecting =
        Gen.Elements(Words.All.Where(w => w.Is(WordKinds.Expects))).SelectMany(Of);

    private static readonly Gen<Alternative> Alternatives =
        from step in Gen.OneOf(Lines.Select(l => (Event)l), Expecting.Select(d => (Event)d))
        from ruling in Gen.Elements<Ruling?>(null, Ruling.Pass, Ruling.Warn, Ruling.Fail)
        from reason in AnyText.Reason
        where ruling is not null || !Ambiguous(TranscriptWriter.Show(step))
        select new Alternative(step, ruling, ruling is Ruling.Warn or Ruling.Fail ? Plain(reason) : null);

    private static readonly Gen<Remark> Remarks =
        from text in AnyText.Free
        from empty in Gen.Elements(true, false)
        select new Remark(default, empty ? "" : "#" + text);

    private static readonly Gen<string> Conditions = Gen.Elements(
        "times 2", "chance 10%", "seed 42", "state rcpt", "rate > 5/s", "tls", "chance 100%", "times 1",
        "times 2..4", "per connection", "per transaction", "plain", "auth", "anonymous", "chance 0.5%");

    private static readonly Gen<Step> ActionLines =
        from form in Gen.Elements(Form.Plain, Form.Joined, Form.Octets, Form.Exact)
        from text in AnyText.Of(form)
        where form == Form.Octets || !text.Contains(", ", StringComparison.Ordinal)
        let line = new Line(default, Speaker.Server, "1", form, text, [])
        where form is Form.Octets or Form.Exact || (ReplyPattern.Mistaken(line) is null && !ReplyPattern.IsOnlyExpected(text))
        select (Step)line;

    private static readonly Gen<Step> Actions = Gen.OneOf(
        ActionLines,
        Gen.Elements(Words.All.Where(w => w.Is(WordKinds.Answers)))
            .SelectMany(Of).Where(d => !ShowsComma(d)).Select(d => (Step)d));

    public static readonly Gen<Rule> Rules =
        from trigger in Gen.Elements<string>(RuleConditions.Triggers)
        from own in trigger == "connect" ? Gen.Elements("", "1", "1..3", "7..7") : Gen.Elements("", "<*@full.example>", "*", "@")
        from conditions in Always.Some(Conditions, 3)
        where RuleConditions.Parse(trigger, [.. conditions.SelectMany(c => c.Split(' '))], out _) is not null
        from actions in Always.Some(Actions, 2)
        from last in ActionLines
        let words = string.Join(' ', [own, .. conditions]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select new Rule(default, trigger, [.. words], [.. actions, last]);

    public static readonly Gen<Transcript> All =
        from headers in Gen.OneOf(Gen.Constant(new List<Header>()), Headers())
        from steps in Always.Some(Steps(2), 8)
        select new Transcript([.. headers], [.. steps]);

    /// <summary>Shrinks by leaving out a step or a header.</summary>
    public static readonly Arbitrary<Transcript> Shrinking = Arb.From(All, t =>
        Enumerable.Range(0, t.Steps.Count).Select(i => t with { Steps = [.. t.Steps.Where((_, j) => j != i)] })
            .Concat(t.Headers.Count > 0 ? [t with { Headers = [] }] : []));

    private static Gen<List<Header>> Headers() =>
        from more in Always.Some(
            from key in Gen.Elements<string>([.. TranscriptParser.HeaderKeys, "#"])
            from value in key switch
            {
                "timeout" => AnyText.Argument("DURATION"),
                "mask" => Gen.Elements("none", "date", "id, ip", "host,date"),
                _ => AnyText.Free,
            }
            select new Header(key, value), 4)
        from title in AnyText.Free
        select (List<Header>)[.. more, new Header("title", title)];

    private static Gen<Step> Steps(int depth) => Gen.Frequency(
        (2, Remarks.Select(r => (Step)r)),
        (6, Stamped(WithAlternatives(Lines)).Select(l => (Step)l)),
        (6, Stamped(WithAlternatives(Directives)).Select(d => (Step)d)),
        (2, Rules.Select(r => (Step)r)),
        (depth == 0 ? 0 : 2, depth == 0 ? Remarks.Select(r => (Step)r) : Blocks(depth - 1)));

    private static Gen<Step> Blocks(int depth) =>
        from head in Heads
        from body in Always.Some(Steps(depth), 3)
        from otherwise in Gen.OneOf(Gen.Constant<List<Step>?>(null), Always.Some(Steps(depth), 2).Select(l => (List<Step>?)l))
        select (Step)new Block(head, [.. body], otherwise is null || head.Word != "if" ? null : [.. otherwise]);

    private static Gen<T> WithAlternatives<T>(Gen<T> steps)
        where T : Event =>
        from step in steps
        from alternatives in Always.Some(Alternatives, 2)
        select MayHaveThem(step) ? step with { Alternatives = [.. alternatives.Where(a => IsOf(step, a.Step))] } : step;

    // What another side says instead is no alternative.
    private static bool IsOf(Event step, Event other) => step is not Line line || other is not Line || line.IsSaidAs((Line)other);

    private static Gen<T> Stamped<T>(Gen<T> steps)
        where T : Event =>
        from step in steps
        from microseconds in Gen.Frequency((3, Gen.Constant(-1)), (1, Gen.Choose(0, int.MaxValue)))
        select microseconds < 0 ? step : step with { Stamp = TimeSpan.FromMicroseconds(microseconds) };

    private static bool MayHaveThem(Event step) =>
        step is Line { Form: not Form.Joined } || (step is Directive d && Words.Find(d.Word)!.Is(WordKinds.Expects));

    private static Gen<Directive> Of(Word word) =>
        from form in Gen.Elements(word.Usage.Split(" / "))
        from arguments in Gen.CollectToList(ItemForm().Matches(form).Select(m => m.Value), Item)
        from named in Gen.Elements(true, false)
        from name in AnyText.Name
        from document in Always.Some(AnyText.Free.Where(l => !l.StartsWith('E') && l is not ("x1" or "end" or "0")), 3)
        let all = arguments.SelectMany(a => a).ToList()
        where named || all.Count < 2 || all[^2] != "on"
        select new Directive(
            default,
            word.Name,
            [.. all],
            named && word.Is(WordKinds.OnConnection) ? name : null,
            all.Exists(a => a.StartsWith("<<", StringComparison.Ordinal)) ? [.. document] : null,
            []);

    private static Gen<List<string>> Item(string item) =>
        from left in item[0] == '[' ? Gen.Elements(true, false) : Gen.Constant(false)
        from parts in Gen.CollectToList(item.Trim('[', ']').Split(' '), Part)
        select left ? [] : parts.SelectMany(p => p).ToList();

    private static Gen<List<string>> Part(string part) => part == "REST"
        ? Always.Some(AnyText.Word, 3)
        : Gen.Elements(part.Split('|')).SelectMany(AnyText.Argument).Select(a => (List<string>)[a]);

    // What an alternative or an action cannot say, because its own marks stand in it.
    private static bool Ambiguous(string shown) => $"or {shown}".Contains(" -> ", StringComparison.Ordinal);

    private static bool ShowsComma(Directive step) => TranscriptWriter.Show(step).Contains(", ", StringComparison.Ordinal);

    private static string Plain(string reason) => reason.Replace(" -> ", " to ", StringComparison.Ordinal);

    [GeneratedRegex(@"\[[^\]]+\]|[^ ]+")]
    private static partial Regex ItemForm();
}
