using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class StepTests
{
    [Fact]
    public void Steps_are_equal_wherever_they_stand()
    {
        var (high, low) = (Wrong.None("S: 250\nor @eof -> pass\n"), Wrong.None("\n\nS: 250\nor @eof -> pass\n"));
        Assert.Equal(high.Steps[0], low.Steps[2]);
        Assert.Equal(high.Steps[0].GetHashCode(), low.Steps[2].GetHashCode());
        Assert.Equal((1, 3), (high.Steps[0].At.Number, low.Steps[2].At.Number));
    }

    [Fact]
    public void Equal_transcripts_have_equal_hashes() => Always.Holds(AnyTranscript.Shrinking, transcript =>
    {
        var again = TranscriptParser.Parse(TranscriptWriter.Write(transcript), "t.smtp").Transcript!;
        Assert.Equal(transcript.GetHashCode(), again.GetHashCode());
    });

    [Theory]
    [InlineData("@serve default", true)]
    [InlineData("@on connect -> @reset", true)]
    [InlineData("S: 220", false)]
    [InlineData("", false)]
    public void Rules_or_serve_make_a_looping_server(string text, bool loops) =>
        Assert.Equal(loops, Wrong.None(text).ServesByRules);

    [Fact]
    public void A_source_line_tells_its_number() => Assert.Equal("line 7", new SourceLine(7).ToString());
}
