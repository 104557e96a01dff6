using SmtpSim.Dialogue;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Dialogue;

/// <summary>Dialogues by chance: pipelined or not, cut anywhere, with servers that answer too much or nothing.</summary>
[Trait("Rows", "SM-09")]
public sealed class ClientSpeechTests
{
    private const string Secret = "sEcR";

    private static readonly (string Client, string Server)[][] Units =
    [
        [("NOOP text", "250 ok")],
        [($"AUTH PLAIN {Secret}", "235 in")],
        [($"AUTH PLAIN {Secret}", "504-no\r\n504 no")],
        [("AUTH LOGIN", "334 x"), (Secret, "334 y"), (Secret, "235 in")],
        [("AUTH LOGIN", "334 x"), (Secret, "334 y"), (Secret, "535 no")],
        [("AUTH LOGIN", "504 no"), (Secret, "500 what"), (Secret, "500 what")],
        [("AUTH CRAM-MD5", "334 x"), ("*", "501 so be it")],
        [("MAIL FROM:<>", "250 ok"), ("DATA", "354 go"), ("text\r\nAUTH PLAIN text\r\nDATA\r\ntext\r\n.", "250 ok")],
        [("DATA", "503 no")],
        [("BDAT 23\r\ntext\r\nAUTH PLAIN text", "250 ok")],
        [("", "500 what")],
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_secret_is_shown_whatever_the_server_answers(bool isOdd)
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var said = Dialogue(new Random(seed), isOdd);
            var shown = string.Concat(Secrets.Masked(said).Select(s => s.Text));
            var isShown = shown.Contains("sE", StringComparison.Ordinal) || shown.Contains("cR", StringComparison.Ordinal);
            Assert.False(isShown, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData("C BDAT 500|S 500 no|C AUTH PLAIN sEcR|S 235 in", "AUTH PLAIN ")]
    [InlineData("C BDAT 500|C part of it|S 552 too much|C AUTH PLAIN sEcR|S 235 in", "AUTH PLAIN ")]
    [InlineData("C AUTH LOGIN|S 538 no|C sEcR|S 500 what|C sEcR|S 500 what|C EHLO x|S 250 x|C what|S 500 x", "what")]
    [InlineData("C AUTH LOGIN|S 334 x|C sEcR|S 535 no|C sEcR|S 500 what|C NOOP", "NOOP")]
    [InlineData("C AUTH LOGIN|S 334 x|C sEcR|S 500 no|S 500 no|C sEcR|S 500 what|C NOOP", "NOOP")]
    [InlineData("C AUTH PLAIN sEcR|C NOOP|S 250 x|C BDAT 12 LAST|S 503 no|C AUTH PLAIN sEcR|S 504 no", "BDAT 12")]
    [InlineData("C AUTH LOGIN|S 334 x|C sEcR|S 334 y|C sEcR|C AUTH LOGIN|S 500 no|C sEcR|C sEcR|S 535 no|C NOOP", "NOOP")]
    [InlineData("C NOOP\rAUTH PLAIN sEcR|S 235 in", "NOOP\rAUTH PLAIN ")]
    [InlineData("C AUTH PLAIN|S 504 no|C sEcR|S 500 what|C NOOP", "NOOP")]
    [InlineData("C AUTH PLAIN|S 421 no|C sEcR", "AUTH PLAIN")]
    public void What_is_said_behind_a_refusal_may_be_secret(string dialogue, string shown)
    {
        var said = $"S 220 hi|C EHLO x|S 250 x|{dialogue}".Split('|').Select(l =>
            new Segment(TimeSpan.Zero, l[0] == 'C' ? Speaker.Client : Speaker.Server, l[2..] + "\r\n"));
        var masked = string.Concat(Secrets.Masked(said).Where(s => s.Speaker == Speaker.Client).Select(s => s.Text));
        Assert.DoesNotContain(Secret, masked, StringComparison.Ordinal);
        Assert.Contains(shown, masked, StringComparison.Ordinal);
    }

    private static List<Segment> Dialogue(Random random, bool isOdd)
    {
        List<Segment> all = [new(TimeSpan.Zero, Speaker.Server, "220 hi\r\n")];
        var (asked, answered) = ("", "");
        foreach (var (client, server) in Enumerable.Range(0, random.Next(2, 8)).SelectMany(_ => Units[random.Next(Units.Length)]))
        {
            asked += client + "\r\n";
            answered += isOdd && random.Next(12) == 0 ? "250 one more\r\n" : "";
            answered += isOdd && server[0] != '3' && random.Next(12) == 0 ? "" : server + "\r\n";
            // A message is not sent before there is a 354, and no answer by who knows that none is wanted.
            if (client != "DATA" && (random.Next(2) == 0 || server[0] == '5'))
                continue;
            all.AddRange([.. Cut(random, Speaker.Client, asked), .. Cut(random, Speaker.Server, answered)]);
            (asked, answered) = ("", "");
        }
        return [.. all, .. Cut(random, Speaker.Client, asked), .. Cut(random, Speaker.Server, answered)];
    }

    private static IEnumerable<Segment> Cut(Random random, Speaker speaker, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            yield return new Segment(TimeSpan.Zero, speaker, text[at..(at + length)]);
            at += length;
        }
    }
}
