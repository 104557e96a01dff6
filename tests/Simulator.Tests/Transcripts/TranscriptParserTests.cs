using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class TranscriptParserTests
{
    private static readonly Gen<string> Noise = Always.Some(Gen.Choose(0, 0x2fff).Select(c => (char)c), 3).Select(string.Concat);

    private static readonly Gen<string> Fragments = Gen.OneOf(
        Noise,
        Gen.Elements([
            "\n", "\r", "\ufeff", "or ", "@end\n", "@else\n", "@if cap X\n", "@", "\"", "{{", "}}", "<<", "<<END", " on ", "-> ",
            "S: ", "C[", "\\", "\\x", "S~ (", "@on ", "times", "1..", ", ", "#", "title: ", "-> fail \"", "\ud800", "\0",
            .. Words.All.Select(w => $"@{w.Name} "),
        ]));

    private static readonly Gen<string> Mutated =
        from transcript in AnyTranscript.All
        from changes in Gen.Choose(1, 4)
        from text in Enumerable.Range(0, changes).Aggregate(
            Gen.Constant(TranscriptWriter.Write(transcript)), (text, _) => text.SelectMany(Change))
        select text;

    [Fact]
    public void Any_text_is_a_transcript_or_has_diagnostics() =>
        Always.Holds(Always.Some(Fragments, 20).Select(string.Concat), IsReadOrReported, 1000);

    [Fact]
    public void A_transcript_with_anything_changed_is_read_or_reported() => Always.Holds(Mutated, IsReadOrReported, 1000);

    [Fact]
    public void The_generated_transcripts_use_every_word_form_and_trigger()
    {
        var text = string.Concat(AnyTranscript.All.Sample(1500).Select(TranscriptWriter.Write));
        Assert.All(Words.All, w => Assert.Contains($"\n@{w.Name}", text, StringComparison.Ordinal));
        Assert.All(RuleConditions.Triggers, t => Assert.Contains($"\n@on {t} ", text, StringComparison.Ordinal));
        // Any name: one of them for each form would be missing once in a few hundred runs.
        Assert.All(":+>=~?", f => Assert.Matches($@"\nC\[[^\]]+\][{f}] ", text));
        Assert.All(["@else\n", "<<END\n", " on ", "-> pass\n", "-> warn \"", "-> fail \""], p =>
            Assert.Contains(p, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("title: x\nfoo: y\n\n", "2:1: there is no header 'foo'; "
        + "there are title, id, spec, timeout, mask, target, recorded")]
    [InlineData("titel: x\n", "1:1: there is no header 'titel'; did you mean 'title'?; "
        + "there are title, id, spec, timeout, mask, target, recorded")]
    [InlineData("title: x\nC: y", "2:1: an empty line stands between the header and the script")]
    [InlineData("title: x\n@wait 1s\n", "2:1: an empty line stands between the header and the script")]
    [InlineData("title: x\nnonsense\n\n", "2:1: 'nonsense' is no header 'key: value'; an empty line ends the header")]
    [InlineData("@repeat 2\nC: x", "1:1: @repeat is never closed by @end")]
    [InlineData("@if cap X\n@repeat 2\n@end\n", "1:1: @if is never closed by @end")]
    [InlineData("@for x in a,b\n@else\n@end", "2:1: @else belongs to @if, not to @for")]
    [InlineData("@if cap X\n@else\n@else\n@end", "3:1: there is one @else in an @if\n"
        + "4:1: @end closes nothing: no @repeat, @for or @if is open")]
    [InlineData("C:x\nS:y\n", "1:3: a space stands behind 'C:'\n2:3: a space stands behind 'S:'")]
    public void A_wrong_file_is_reported_where_it_is_wrong(string text, string message) => Assert.Equal(message, Wrong.Of(text));

    [Fact]
    public void Headers_run_to_the_first_empty_line()
    {
        var transcript = Wrong.None("# comment\ntitle: a: b\nspec:RFC5321\ntitle: \n\n\nC: x\n");
        Assert.Equal<Header>(
            [new("#", " comment"), new("title", "a: b"), new("spec", "RFC5321"), new("title", "")], transcript.Headers);
        Assert.Equal("a: b", transcript["title"]);
        Assert.Null(transcript["id"]);
        Assert.Equal([new Remark(default, ""), new Line(default, Speaker.Client, "1", Form.Plain, "x", [])], transcript.Steps);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff")]
    [InlineData("\n")]
    [InlineData("# only remarks\n\n# more")]
    [InlineData("C: title: x")]
    public void A_file_without_a_header_is_all_script(string text) => Assert.Empty(Wrong.None(text).Headers);

    [Fact]
    public void Blocks_hold_blocks_and_every_step_knows_its_line()
    {
        var block = Wrong.Single<Block>("@repeat 2\n@if cap SIZE\nC: a\n @else \nC: b\n@end\nC: c\n@end\n");
        var inner = Assert.IsType<Block>(block.Body[0]);
        Assert.Equal(5, Assert.Single(inner.Otherwise!).At.Number);
        Assert.Equal([2, 7], block.Body.Select(s => s.At.Number));
    }

    private static void IsReadOrReported(string text)
    {
        var (transcript, diagnostics) = TranscriptParser.Parse(text, "t.smtp");
        Assert.Equal(transcript is null, diagnostics.Count > 0);
        Assert.All(diagnostics, d => Assert.True(d is { Line: >= 1, Column: >= 1, Message.Length: > 0 }, d.ToString()));
    }

    private static Gen<string> Change(string text) =>
        from at in Gen.Choose(0, text.Length)
        from gone in Gen.Choose(0, Math.Min(3, text.Length - at))
        from more in Fragments
        from kind in Gen.Choose(0, 4)
        select kind switch
        {
            0 => text[..at],
            1 => text[at..] + text[..at],
            2 => text[..at] + text[(at + gone)..],
            _ => text[..at] + more + text[(at + gone)..],
        };

    [Fact]
    public void Blocks_nest_no_deeper_than_anyone_reads()
    {
        var deep = string.Concat(Enumerable.Repeat("@repeat 1\n", 60_000));
        var (transcript, diagnostics) = TranscriptParser.Parse(deep, "t.smtp");
        Assert.Null(transcript);
        Assert.Equal(
            "t.smtp:17:1: blocks stand inside one another no more than 16 deep; the rest was not read",
            Assert.Single(diagnostics).ToString());
    }

    [Theory]
    [InlineData("mask: dates\n\n", "1:1: mask: there is no 'dates'; did you mean 'date'?; "
        + "there are date, id, ip, host, and none")]
    [InlineData("\nS: 220\nor C: x\n",
        "3:1: an alternative is said by the same side on the same connection as the line above it")]
    [InlineData("\nS2: 220\nor S: 5xx\n",
        "3:1: an alternative is said by the same side on the same connection as the line above it")]
    [InlineData("\n@repeat {{n}}\nC: x\n@end\n", "2:9: @repeat needs a number from 1, not '{{n}}'")]
    [InlineData("\n@if cap *\nC: x\n@else\nS: 220\n@end\n", "2:9: @if needs a name, not '*'")]
    [InlineData("timeout: soon\n\n", "1:1: timeout: 'soon' is no duration like 500ms, 3s or 2m, of a day at most")]
    [InlineData("timeout: 25h\n\n", "1:1: timeout: '25h' is no duration like 500ms, 3s or 2m, of a day at most")]
    public void What_is_wrong_is_told_once(string text, string message) => Assert.Equal(message, Wrong.Of(text));
}
