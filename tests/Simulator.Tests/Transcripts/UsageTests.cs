using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class UsageTests
{
    [Theory]
    [InlineData("@wait", "1:6: @wait needs a duration like 500ms, 3s or 2m")]
    [InlineData("@wait 5", "1:7: @wait needs a duration like 500ms, 3s or 2m, not '5'")]
    [InlineData("@within 5min", "1:9: @within needs a duration like 500ms, 3s or 2m, longer than none, not '5min'")]
    [InlineData("@after -5s", "1:8: @after needs a duration like 500ms, 3s or 2m, not '-5s'")]
    [InlineData("@wait 5s 6s", "1:10: '6s' is too much: @wait DURATION")]
    [InlineData("@chunk x", "1:8: @chunk needs a number from 1, not 'x'")]
    [InlineData("@chunk 1 evry 5ms", "1:10: 'evry' is too much: @chunk NUMBER [every DURATION]")]
    [InlineData("@chunk 1 every", "1:15: @chunk needs a duration like 500ms, 3s or 2m")]
    [InlineData("@chunk 1 every 5", "1:16: @chunk needs a duration like 500ms, 3s or 2m, not '5'")]
    [InlineData("@split rest,1", "1:8: @split needs sizes like 3,1,rest, not 'rest,1'")]
    [InlineData("@cut -1", "1:6: @cut needs a number like 3, not '-1'")]
    [InlineData("@cut 1234567890", "1:6: @cut needs a number like 3, not '1234567890'")]
    [InlineData("@rate 2kb/s", "1:7: @rate needs a rate like 2kB/s, not '2kb/s'")]
    [InlineData("@scale 2", "1:8: @scale needs a factor like x0.01, not '2'")]
    [InlineData("@chunk 0", "1:8: @chunk needs a number from 1, not '0'")]
    [InlineData("@split 1,0,rest", "1:8: @split needs sizes like 3,1,rest, not '1,0,rest'")]
    [InlineData("@rate 0B/s", "1:7: @rate needs a rate like 2kB/s, not '0B/s'")]
    [InlineData("@scale x0.000", "1:8: @scale needs a factor like x0.01, not 'x0.000'")]
    [InlineData("@within 0s", "1:9: @within needs a duration like 500ms, 3s or 2m, longer than none, not '0s'")]
    [InlineData("@repeat 00\n@end", "1:9: @repeat needs a number from 1, not '00'")]
    [InlineData("@for x in a,,b\n@end", "1:11: @for needs values like a,b,c, not 'a,,b'")]
    [InlineData("@read stopp", "1:7: @read needs 'stop' or 'resume', not 'stopp'; did you mean 'stop'?")]
    [InlineData("@shutdown", "1:10: @shutdown needs 'write' or 'read'")]
    [InlineData("@shutdown wite", "1:11: @shutdown needs 'write' or 'read', not 'wite'; did you mean 'write'?")]
    [InlineData("@sync a/b", "1:7: @sync needs a name, not 'a/b'")]
    [InlineData("@inject x", "1:9: @inject needs a quoted text like \"250 ok\\r\\n\", not 'x'")]
    [InlineData("@body <<", "1:7: @body needs a file's path or 'any' or <<END and the lines up to END, not '<<'")]
    [InlineData("@include", "1:9: @include needs a file's path")]
    [InlineData("@bdat 5 last", null)]
    [InlineData("@for x on a,b\n@end", "1:8: @for needs 'in', not 'on'; did you mean 'in'?")]
    [InlineData("@if cab SIZE", "1:5: @if needs 'cap', not 'cab'; did you mean 'cap'?")]
    [InlineData("@mail cuont 1", "1:7: @mail needs 'count' or 'header' or 'envelope' or 'raw' or 'content', not 'cuont'; "
        + "did you mean 'count'?")]
    [InlineData("@serve default cap X", "1:16: 'cap' is too much: @serve default [caps REST]")]
    public void Arguments_are_held_against_the_words_usage(string text, string? message)
    {
        var said = Wrong.Of(text).Split('\n')[0];
        if (message is not null)
            Assert.Equal(message, said);
        else
            Assert.StartsWith("1:13: @bdat needs a file's path or <<END", said, StringComparison.Ordinal);
    }

    public static TheoryData<string> Names => [.. Words.All.Select(w => w.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_word_says_what_it_needs_where_it_lacks_it(string name)
    {
        var word = Words.Find(name)!;
        var said = Wrong.Of($"@{name}\n{(word.Is(WordKinds.Opens) && word.Usage.Length == 0 ? "@end\n" : "")}");
        if (IsAllOptional(word.Usage))
            Assert.Equal("", said);
        else
            Assert.StartsWith($"1:{name.Length + 2}: @{name} needs ", said, StringComparison.Ordinal);
    }

    private static bool IsAllOptional(string usage) =>
        usage.Length == 0 || (usage[0] == '[' && usage.IndexOf(']', StringComparison.Ordinal) == usage.Length - 1);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_word_refuses_what_is_too_much_or_takes_the_rest(string name)
    {
        if (!Words.Find(name)!.Usage.EndsWith("REST", StringComparison.Ordinal))
            Assert.NotEqual("", Wrong.Of($"@{name} a b c d e f"));
    }

    [Theory]
    [InlineData("@wait ٣s")]
    [InlineData("@chunk ٣")]
    [InlineData("@split ٣,rest")]
    public void Digits_are_the_ten_of_ASCII(string text) => Assert.NotEqual("", Wrong.Of(text));

    [Theory]
    [InlineData("@wait 999999999h")]
    [InlineData("@quiet 9999h")]
    public void A_duration_that_no_timer_can_wait_is_refused(string text) => Assert.NotEqual("", Wrong.Of(text));
}
