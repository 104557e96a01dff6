using System.Text;
using FsCheck.Fluent;
using SmtpSim.Dialogue;
using SmtpSim.Playing;
using SmtpSim.Recording;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Recording;

[Trait("Rows", "SM-09")]
public sealed class RecordedTranscriptTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_recording_reads_like_a_session()
    {
        var conversation = Conversation(
            (0, 'S', "220 hi\r\n"), (10, 'C', "EHLO x\r\n"), (12, 'S', "250-sim\r\n250 AUTH PLAIN\r\n"),
            (20, 'C', "AUTH PLAIN AHUAcA==\r\n"), (21, 'S', "235 *welcome*\r\n"), (30, 'C', "NO"), (31, 'C', "OP\r\nRSET\r\n"),
            (32, 'S', "2yz odd\r\n"), (33, 'S', "250 gr\u00c3\u00bc\u00c3\u009f\r\n"), (34, 'S', "250 \u00fc\r\n"),
            (35, 'C', "{{x}}\r\n"));
        Assert.Equal(
            """
            title: a test
            recorded: 2026-11-21T12:00:00Z
            # 1 secret was taken out: give secret1 with --set to play this

            [+0.000000] S: 220 hi
            [+0.010000] C: EHLO x
            [+0.012000] S: 250-sim
            [+0.012000] S+ 250 AUTH PLAIN
            [+0.020000] C: AUTH PLAIN {{secret1}}
            [+0.021000] S= 235 *welcome*
            [+0.030000] C> "NO"
            [+0.031000] C: OP
            [+0.031000] C+ RSET
            [+0.032000] S= 2yz odd
            [+0.033000] S: 250 grüß
            [+0.034000] S> "250 \xfc\r\n"
            [+0.035000] C> "\x7b{x}}\r\n"

            """.ReplaceLineEndings("\n"),
            Written(conversation));
    }

    [Fact]
    public void Whatever_was_said_is_written_so_that_it_reads_back_to_the_octet() => Always.Holds(
        Always.Some(from who in Gen.Elements('C', 'S') from octets in Always.Octets(20) select (who, octets), 6),
        said =>
        {
            var segments = said.Where(s => s.octets.Length > 0).Select((s, i) => (i, s.who, Encoding.Latin1.GetString(s.octets)));
            var conversation = Conversation([.. segments]);
            var (transcript, diagnostics) = TranscriptParser.Parse(Written(conversation), "t.smtp");
            Assert.Empty(diagnostics);
            var lines = transcript!.Steps.OfType<Line>().ToList();
            var octets = lines.Select(l => Encoding.Latin1.GetString(Utterance.Of(l, new Variables())));
            Assert.Equal(string.Concat(conversation.Segments.Select(s => s.Text)), string.Concat(octets));
        });

    private static string Written(Conversation conversation) => TranscriptWriter.Write(RecordedTranscript.Of(conversation));

    private static Conversation Conversation(params (int At, char Who, string Text)[] said) => new(
        "a test",
        "",
        Began,
        [.. said.Select(s => new Segment(
            TimeSpan.FromMilliseconds(s.At), s.Who == 'C' ? Speaker.Client : Speaker.Server, s.Text))],
        []);
}
