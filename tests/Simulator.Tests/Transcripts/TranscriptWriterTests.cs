using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class TranscriptWriterTests
{
    [Fact]
    public void What_is_written_is_read_back_as_the_same_steps() => Always.Holds(
        AnyTranscript.Shrinking,
        transcript =>
        {
            var parsed = TranscriptParser.Parse(TranscriptWriter.Write(transcript), "t.smtp");
            Assert.Empty(parsed.Diagnostics);
            Assert.Equal(transcript, parsed.Transcript);
        },
        2000);

    [Fact]
    public void Writing_again_changes_nothing() => Always.Holds(
        AnyTranscript.Shrinking,
        transcript =>
        {
            var once = TranscriptWriter.Write(transcript);
            Assert.Equal(once, TranscriptWriter.Write(TranscriptParser.Parse(once, "t.smtp").Transcript!));
        });

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_change_nothing() => Always.Holds(
        AnyTranscript.Shrinking,
        transcript =>
        {
            var text = "\ufeff" + TranscriptWriter.Write(transcript).Replace("\n", "\r\n", StringComparison.Ordinal);
            Assert.Equal(transcript, TranscriptParser.Parse(text, "t.smtp").Transcript);
        });

    [Theory]
    [InlineData("C:  two spaces stay ")]
    [InlineData("C[relay]> \"a\\r\\n\"")]
    [InlineData("S12~ ^250")]
    [InlineData("S?")]
    [InlineData("@chunk 1 every 5ms")]
    [InlineData("@body raw <<END\n.x\n\nEND")]
    [InlineData("@on connect 1..3 -> @wait 1s, S: 554 no, not you, @reset")]
    [InlineData("S: 250\n# between\nor S: 5xx -> pass\nor @eof -> fail \"gone\"")]
    [InlineData("@if cap SIZE\nC: x\n@else\n\n@end")]
    public void A_file_without_needless_spaces_is_written_as_it_was(string text)
    {
        var transcript = TranscriptParser.Parse(text + "\n", "t.smtp").Transcript!;
        Assert.Equal(transcript, TranscriptParser.Parse(TranscriptWriter.Write(transcript), "t.smtp").Transcript);
        Assert.Equal(text.Split('\n').Order(), TranscriptWriter.Write(transcript).TrimEnd('\n').Split('\n').Order());
    }

    [Fact]
    public void A_block_and_a_document_are_shown_by_their_first_line()
    {
        var steps = TranscriptParser.Parse("@repeat 3\nC: x\n@end\n@body <<E on 2\nx\nE\n", "t.smtp").Transcript!.Steps;
        Assert.Equal(["@repeat 3", "@body <<E on 2"], steps.Select(TranscriptWriter.Show));
    }
}
