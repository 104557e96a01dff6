using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class SuggestionTests
{
    private static readonly Gen<string> Texts = Always.Some(Gen.Elements("abc".ToCharArray()), 6).Select(string.Concat);

    [Theory]
    [InlineData("fance", "; did you mean 'fence'?")]
    [InlineData("fenc", "; did you mean 'fence'?")]
    [InlineData("fencee", "; did you mean 'fence'?")]
    [InlineData("eof", "; did you mean 'eof'?")]
    [InlineData("elephant", "")]
    [InlineData("x", "")]
    [InlineData("", "")]
    public void The_nearest_word_is_suggested_if_it_is_near(string found, string suggestion) =>
        Assert.Equal(suggestion, Suggestion.For(found, ["fence", "eof", "shutdown", "*"]));

    [Fact]
    public void Nothing_is_suggested_where_nothing_is_known() => Assert.Equal("", Suggestion.For("x", []));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("RCTP", "RCPT", 1)]
    public void The_distance_is_that_of_Levenshtein_with_swapped_neighbours(string from, string to, int distance) =>
        Assert.Equal(distance, Suggestion.Distance(from, to));

    [Fact]
    public void The_distance_is_the_same_both_ways() => Always.Holds(Texts.Two(), t =>
    {
        var (a, b) = t;
        Assert.Equal(a == b, Suggestion.Distance(a, b) == 0);
        Assert.Equal(Suggestion.Distance(a, b), Suggestion.Distance(b, a));
    });
}
