using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class DirectiveParserTests
{
    [Theory]
    [InlineData("@wait 5s", "wait", "5s", null)]
    [InlineData("@chunk  1   every 5ms ", "chunk", "1|every|5ms", null)]
    [InlineData("@close on 2", "close", "", "2")]
    [InlineData("@close on relay", "close", "", "relay")]
    [InlineData("@quiet 5s on 2", "quiet", "5s", "2")]
    [InlineData("@nodelay on", "nodelay", "on", null)]
    [InlineData("@nodelay on on 2", "nodelay", "on", "2")]
    [InlineData("@inject \"a b\\r\\n\"", "inject", "\"a b\\r\\n\"", null)]
    [InlineData("@tls start \"a b\" on 3", "tls", "start|\"a b\"", "3")]
    [InlineData("@serve default caps SIZE 10, PIPELINING", "serve", "default|caps|SIZE|10,|PIPELINING", null)]
    public void A_directive_is_a_word_its_arguments_and_a_connection(
        string text, string word, string arguments, string? connection)
    {
        ValueList<string> words = [.. arguments.Split('|', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal(new Directive(default, word, words, connection, null, []), Wrong.Single<Directive>(text));
    }

    [Theory]
    [InlineData("@fance", "1:1: there is no directive '@fance'; did you mean 'fence'?")]
    [InlineData("@qiet 5s", "1:1: there is no directive '@qiet'; did you mean 'quiet'?")]
    [InlineData("@", "1:1: there is no directive '@'")]
    [InlineData("@elephant", "1:1: there is no directive '@elephant'")]
    [InlineData("@Wait 5s", "1:1: there is no directive '@Wait'; did you mean 'wait'?")]
    [InlineData("C: x\n@endd", "2:1: there is no directive '@endd'; did you mean 'end'?")]
    [InlineData("@end", "1:1: @end closes nothing: no @repeat, @for or @if is open")]
    [InlineData("@else", "1:1: @else closes nothing: no @repeat, @for or @if is open")]
    [InlineData("@tls start sni=\"a b\" on 3", "1:12: octets stand in one pair of quotes: \"250 ok\\r\\n\"")]
    [InlineData("@inject \"a\\q\"", "1:9: '\\q\"' is no escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH")]
    [InlineData("@wait 5s on 2", "1:10: 'on' is too much: @wait DURATION")]
    public void A_word_that_is_none_is_reported_with_the_nearest(string text, string message) =>
        Assert.Equal(message, Wrong.Of(text));

    [Fact]
    public void A_document_runs_to_its_mark_whatever_stands_in_it()
    {
        var directive = Wrong.Single<Directive>("@body <<END\n@end\nC: x\n\n END\nEND \nEND\n");
        Assert.Equal(["@end", "C: x", "", " END", "END "], directive.Document!);
    }

    [Fact]
    public void An_empty_document_is_a_document() => Assert.Empty(Wrong.Single<Directive>("@body raw <<X on 2\nX").Document!);

    [Fact]
    public void A_document_without_its_end_is_reported() => Assert.Equal(
        "2:1: the document is never closed: a line 'END' ends it", Wrong.Of("C: DATA\n@body <<END\n# x"));

    [Fact]
    public void What_follows_a_document_is_a_step_again() =>
        Assert.Equal(3, Wrong.None("C: DATA\n@body <<END\nx\nEND\nS: 250\n").Steps.Count);

    [Theory]
    [InlineData("@close on !", "1:11: '!' is no name of a connection: there are 2 and relay")]
    [InlineData("@close on relay", "")]
    public void A_connection_has_a_name(string text, string message) => Assert.Equal(message, Wrong.Of(text));
}
