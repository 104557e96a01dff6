using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class AlternativeParserTests
{
    [Theory]
    [InlineData("or S: 5xx", null, null)]
    [InlineData("or S: 5xx -> pass", Ruling.Pass, null)]
    [InlineData("or S: 5xx -> fail \"bare LF, accepted\"", Ruling.Fail, "bare LF, accepted")]
    [InlineData("or S: a -> b -> warn \"x\"", Ruling.Warn, "x")]
    public void An_alternative_is_an_event_and_its_ruling(string text, Ruling? ruling, string? reason)
    {
        var alternative = Assert.Single(Wrong.Single<Line>($"S: 250\n{text}").Alternatives);
        Assert.Equal((ruling, reason), (alternative.Ruling, alternative.Reason));
    }

    [Theory]
    [InlineData("or @eof -> pass")]
    [InlineData("or @quiet 500ms on 2 -> warn \"slow\"")]
    [InlineData("or @rst")]
    public void An_expecting_directive_may_be_an_alternative(string text) =>
        Assert.IsType<Directive>(Assert.Single(Wrong.Single<Line>($"S: 250\n{text}").Alternatives).Step);

    [Fact]
    public void Alternatives_are_kept_in_order_over_remarks_between_them()
    {
        var steps = Wrong.None("S: 250\nor S: 1\n# x\n\nor S: 2\n").Steps;
        Assert.Equal(["S: 1", "S: 2"], ((Line)steps[0]).Alternatives.Select(a => TranscriptWriter.Show(a.Step)));
        Assert.Equal(3, steps.Count);
    }

    [Theory]
    [InlineData("or S: x -> passed", "2:12: 'passed' is no ruling; there are pass, warn \"why\" and fail \"why\"")]
    [InlineData("or S: x -> pass \"why\"", "2:12: 'pass \"why\"' is no ruling; there are pass, warn \"why\" and fail \"why\"")]
    [InlineData("or S: x -> fail", "2:12: 'fail' is no ruling; there are pass, warn \"why\" and fail \"why\"")]
    [InlineData("or S: x -> warn why", "2:12: 'warn why' is no ruling; there are pass, warn \"why\" and fail \"why\"")]
    [InlineData("or S: x -> Fail \"x\"", "2:12: 'Fail \"x\"' is no ruling; there are pass, warn \"why\" and fail \"why\"")]
    [InlineData("or @close", "2:4: @close expects nothing, so it cannot be an alternative")]
    [InlineData("or @wait 1s -> pass", "2:4: @wait expects nothing, so it cannot be an alternative")]
    [InlineData("or @quit", "2:4: there is no directive '@quit'; did you mean 'quiet'?")]
    [InlineData("or @quiet 5", "2:11: @quiet needs a duration like 500ms, 3s or 2m, not '5'")]
    [InlineData("or 250", "2:4: '250' is neither a line (C: S: C> S~ …), nor a directive (@wait …), nor 'or'")]
    [InlineData("or S:250", "2:6: a space stands behind 'S:'")]
    [InlineData("or S> \"\\q\"", "2:8: '\\q\"' is no escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH")]
    public void A_wrong_alternative_is_reported_where_it_is_wrong(string text, string message) =>
        Assert.Equal(message, Wrong.Of($"S: 250\n{text}"));

    [Theory]
    [InlineData("or S: 250", 1)]
    [InlineData("\n# x\nor S: 250", 3)]
    [InlineData("@wait 1s\nor S: 250", 2)]
    [InlineData("C+ x\nor S: 250", 2)]
    [InlineData("@on connect -> S: 220\nor S: 250", 2)]
    [InlineData("@repeat 1\nS: 250\n@end\nor S: 250", 4)]
    [InlineData("S: 250\n@repeat 1\nor S: 250\n@end", 3)]
    public void An_alternative_follows_something_expected(string text, int line) =>
        Assert.Equal($"{line}:1: 'or' follows something that is expected: a line, @quiet, @eof or @rst", Wrong.Of(text));

    [Theory]
    [InlineData("S: 250\nor -> pass")]
    [InlineData("S: 250\nor -> ")]
    public void An_alternative_of_nothing_is_reported(string text) =>
        Assert.StartsWith("2:", Wrong.Of(text), StringComparison.Ordinal);

    [Fact]
    public void A_reason_may_have_an_arrow_in_it() =>
        Assert.Equal("", Wrong.Of("S: 250\nor S: 5xx -> warn \"250 -> 550\""));
}
