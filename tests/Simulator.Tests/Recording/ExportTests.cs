using SmtpSim.Recording;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Recording;

[Trait("Rows", "SM-09")]
public sealed class ExportTests
{
    private const string Session =
        "S: 220 mx\nC: EHLO {{name}}\nS: 250-mx\nS+ 250 STARTTLS\n[+1.0] C: STARTTLS\n[+1.1] S: 220\n[+1.2] @tls start\n"
        + "[+1.3] C> \"QU\"\n[+1.4] C> \"IT\\r\\n\"\n[+1.5] S: 221 bye\n";

    [Fact]
    public void A_transcript_is_shown_as_swaks_shows_it() => Assert.Equal(
        """
        === Connected.
        <-  220 mx
         -> EHLO me
        <-  250-mx
        <-  250 STARTTLS
         -> STARTTLS
        <-  220
         ~> QU
         ~> IT
        <~  221 bye
        === Connection closed with remote host.

        """.ReplaceLineEndings("\n"),
        Export.Swaks(Stage.Source(Session).Transcript, new Variables([new("name", "me")])));

    [Fact]
    public void What_is_exported_is_imported_as_it_was()
    {
        const string Plain = "S: 220 mx\nC: EHLO me\nS: 250 mx\nC: QUIT\nS: 221 bye\n";
        var swaks = Export.Swaks(Stage.Source(Plain).Transcript, new Variables());
        var back = Import.Read(swaks, "swaks", "t", DateTimeOffset.UnixEpoch)[0];
        var lines = RecordedTranscript.Of(back).Steps.Select(s => TranscriptWriter.Show((Event)s with { Stamp = null }) + "\n");
        Assert.Equal(Plain, string.Concat(lines));
    }

    [Fact]
    public void Lines_of_one_write_are_one_segment() => Assert.Equal(
        ["220 mx\r\n", "EHLO {{name}}\r\n", "250-mx\r\n250 STARTTLS\r\n"],
        Export.Segments(Stage.Source(Session).Transcript, new Variables()).Take(3).Select(s => s.Text));
}
