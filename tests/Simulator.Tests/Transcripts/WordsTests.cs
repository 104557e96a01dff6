using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class WordsTests
{
    [Fact]
    public void Every_word_is_found_by_its_name() => Assert.All(Words.All, w => Assert.Same(w, Words.Find(w.Name)));

    [Theory]
    [InlineData("end")]
    [InlineData("on")]
    [InlineData("")]
    [InlineData("Wait")]
    public void What_closes_a_block_or_is_no_word_is_not_found(string name) => Assert.Null(Words.Find(name));

    [Fact]
    public void Suggestions_come_from_words_closers_and_on() =>
        Assert.Equal(Words.All.Count + 3, Words.Names.Except([""]).Count());

    [Fact]
    public void No_word_has_two_parts_to_play() => Assert.All(Words.All, w =>
        Assert.False(w.Is(WordKinds.Shapes) && (w.Is(WordKinds.Expects) || w.Is(WordKinds.Opens)), w.Name));

    [Fact]
    public void A_word_shows_its_usage() =>
        Assert.Equal(["@wait DURATION", "@close"], [Words.Find("wait")!.ToString(), Words.Find("close")!.ToString()]);
}
