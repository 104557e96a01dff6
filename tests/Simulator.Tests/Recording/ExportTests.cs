using System.Text;
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
        === TLS started
         ~> QUIT
        <~  221 bye
        === Connection closed with remote host.

        """.ReplaceLineEndings("\n"),
        Export.Swaks(Stage.Source(Session), new Variables([new("name", "me")])));

    [Fact]
    public void What_is_exported_is_imported_as_it_was()
    {
        const string Plain = "S: 220 mx\nC: EHLO me\nS: 250 mx\nC: QUIT\nS: 221 bye\n";
        var swaks = Export.Swaks(Stage.Source(Plain), new Variables());
        var back = Import.Read(swaks, "swaks", "t", DateTimeOffset.UnixEpoch)[0];
        var lines = RecordedTranscript.Of(back).Steps.Select(s => TranscriptWriter.Show((Event)s with { Stamp = null }) + "\n");
        Assert.Equal(Plain, string.Concat(lines));
    }

    [Fact]
    public void So_is_TLS_with_stamps_or_without()
    {
        const string Secured = "S: 220 mx\nC: STARTTLS\nS: 220 go\n@tls start\nC: EHLO me\nS: 250 mx\n";
        var swaks = Export.Swaks(Stage.Source(Secured), new Variables());
        Assert.Contains("=== TLS started\n ~> EHLO me\n<~  250 mx\n", swaks, StringComparison.Ordinal);
        var back = RecordedTranscript.Of(Import.Read(swaks, "swaks", "t", DateTimeOffset.UnixEpoch)[0]);
        Assert.Contains(back.Steps, s => s is Directive { Word: "tls" });
    }

    [Fact]
    public void So_is_every_octet_of_a_message()
    {
        var all = string.Concat(Enumerable.Range(0, 256).Where(o => o != '\n').Select(o => $"\\x{o:X2}"));
        var source = Stage.Source($"S: 220 mx\nC: DATA\nS: 354\nC> \"{all}\\r\\n\"\nC: .\nS: 250 \u00e9\u2028\n");
        var swaks = Encoding.Latin1.GetBytes(Export.Swaks(source, new Variables()));
        var back = Import.Read(Import.Text(swaks), "swaks", "t", DateTimeOffset.UnixEpoch)[0];
        Assert.Equal(Export.Segments(source, new Variables()).Select(s => s.Text), back.Segments.Select(s => s.Text));
    }

    // A write has no end of its own: a long message is cut anywhere.
    [Fact]
    public void A_line_in_pieces_is_one()
    {
        var swaks = Export.Swaks(
            Stage.Source("S> \"22\"\nS> \"0 mx\\r\\n\"\nC> \"QUI\"\nC> \"T\\r\\n\\r\\n\"\n"), new Variables());
        Assert.Contains("<-  220 mx\n -> QUIT\n -> \n===", swaks, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C> \"QUI\"\nC> \"T\\r\\n\"\n", true)]
    [InlineData("C> \"QUI\"\nS: 421\nC> \"T\\r\\n\"\n", false)]
    [InlineData("C> \"BDAT 2\\r\\nab\"\n", false)]
    [InlineData("C> \"a\\nb\\r\\n\"\n", false)]
    public void What_is_no_line_is_lost(string script, bool isOfLines) => Assert.Equal(
        isOfLines, Export.IsOfLines(Export.Segments(Stage.Source(script), new Variables())));

    [Fact]
    public void A_message_is_exported_too() => Assert.Equal(
        ["DATA\r\n", "354\r\n", "..x\r\n.\r\n", "250\r\n"],
        Export.Segments(Stage.Source("C: DATA\nS: 354\n@body <<E\n.x\nE\nS: 250\n"), new Variables()).Select(s => s.Text));

    [Theory]
    [InlineData("S: 220\n@repeat 2\nC: x\n@end\n", 2)]
    [InlineData("S: 220\nC2: x\n", 2)]
    [InlineData("@serve default\n@on NOOP -> S: 250\n", 2)]
    public void What_is_no_session_in_order_is_refused(string script, int line)
    {
        var wrong = Assert.Throws<UnusableFileException>(() => Export.Segments(Stage.Source(script), new Variables()));
        Assert.StartsWith($"t.smtp:{line}:1: what is exported is one session", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_one_write_are_one_segment() => Assert.Equal(
        ["220 mx\r\n", "EHLO {{name}}\r\n", "250-mx\r\n250 STARTTLS\r\n"],
        Export.Segments(Stage.Source(Session), new Variables()).Take(3).Select(s => s.Text));
}
