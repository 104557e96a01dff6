using System.Diagnostics;
using SmtpSim.Dialogue;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Dialogue;

[Trait("Rows", "SM-09")]
public sealed class SecretsTests
{
    private const string Plain = "S:220|C:EHLO x|S:250 AUTH|C:AUTH PLAIN AHUAcA==|S:235 ok|C:NOOP|S:250 ok";
    private const string Login =
        "S:220|C:AUTH LOGIN|S:334 VXNlcm5hbWU6|C:dXNlcg==|S:334 UGFzc3dvcmQ6|C:cGFzcw==|S:235 ok|C:QUIT|S:221";
    private const string InMessage = "S:220|C:DATA|S:354|C:AUTH PLAIN text|C:.|S:250|C:auth cram-md5|S:334 x|C:*|S:501|C:visible";

    [Theory]
    [InlineData(Plain, "S:220|C:EHLO x|S:250 AUTH|C:AUTH PLAIN 1|S:235 ok|C:NOOP|S:250 ok")]
    [InlineData(Login, "S:220|C:AUTH LOGIN|S:334 VXNlcm5hbWU6|C:1|S:334 UGFzc3dvcmQ6|C:2|S:235 ok|C:QUIT|S:221")]
    [InlineData(InMessage, InMessage)]
    [InlineData("S:220|C:EHLO x|C:AUTH LOGIN|S:250-a|S:250 b|S:334 x|C:dXNlcg==|S:334 y|C:cGFzcw==|S:235|C:NOOP|S:250",
        "S:220|C:EHLO x|C:AUTH LOGIN|S:250-a|S:250 b|S:334 x|C:1|S:334 y|C:2|S:235|C:NOOP|S:250")]
    [InlineData("S:220|C:AUTH PLAIN AHU=|C:MAIL FROM:<a@b>|C:NOOP|S:235|S:250|S:250|C:DATA|S:354|C:AHU=",
        "S:220|C:AUTH PLAIN 1|C:MAIL FROM:<a@b>|C:NOOP|S:235|S:250|S:250|C:DATA|S:354|C:AHU=")]
    [InlineData("S:220|C:BDAT 23 LAST|C:AUTH PLAIN of day|C:abc|S:250", "S:220|C:BDAT 23 LAST|C:AUTH PLAIN of day|C:abc|S:250")]
    [InlineData("S:220|C:AUTH PLAIN =|S:334|C:abc|S:535-no|S:535 no|C:abc",
        "S:220|C:AUTH PLAIN =|S:334|C:1|S:535-no|S:535 no|C:2")]
    // Known for one by the reply that repeats it.
    [InlineData("S:220|C:NOOP|C:AUTH PLAIN|S:504 no|C:AHRpbQBzM2NyM3RQYXNz|S:500 unknown: AHRpbQBzM2NyM3RQYXNz",
        "S:220|C:NOOP|C:AUTH PLAIN|S:504 no|C:1|S:500 unknown: 1")]
    // What is pipelined behind AUTH is known by the reply to that: commands, a message, a chunk, another AUTH.
    [InlineData("S:220|C:AUTH PLAIN AHU=|C:MAIL FROM:<>|C:DATA|C:one|C:AUTH two|C:.|C:NOOP|S:235|S:250|S:354|S:250|S:250",
        "S:220|C:AUTH PLAIN 1|C:MAIL FROM:<>|C:DATA|C:one|C:AUTH two|C:.|C:NOOP|S:235|S:250|S:354|S:250|S:250")]
    [InlineData("S:220|C:AUTH PLAIN AHU=|C:DATA|C:one|C:.|S:504|S:354|S:250",
        "S:220|C:AUTH PLAIN 1|C:DATA|C:one|C:.|S:504|S:354|S:250")]
    [InlineData("S:220|C:AUTH PLAIN AHU=|C:BDAT 5|C:one|C:AUTH PLAIN AHX=|C:NOOP|S:535|S:250|S:535|S:250",
        "S:220|C:AUTH PLAIN 1|C:BDAT 5|C:one|C:AUTH PLAIN 2|C:NOOP|S:535|S:250|S:535|S:250")]
    [InlineData("S:220|C:AUTH LOGIN|C:dXNlcg==|C:cGFzcw==|C:NOOP|S:334|S:334|S:235|S:250",
        "S:220|C:AUTH LOGIN|C:1|C:2|C:3|S:334|S:334|S:235|S:250")]
    // An answer to a challenge that never came is one all the same.
    [InlineData("S:220|C:AUTH LOGIN|C:dXNlcg==|C:cGFzcw==|C:QUIT|S:504|S:500|S:500|S:221",
        "S:220|C:AUTH LOGIN|C:1|C:2|C:QUIT|S:504|S:500|S:500|S:221")]
    [InlineData("S:220|C:AUTH LOGIN|C:dXNlcg==|C:NOOP", "S:220|C:AUTH LOGIN|C:1|C:NOOP")]
    [InlineData("S:220|C:AUTH LOGIN|S:334|S:421|C:cGFzcw==|C:word", "S:220|C:AUTH LOGIN|S:334|S:421|C:1|C:2")]
    [InlineData("S:220|C:AUTH LOGIN|S:334|C:dXNlcg==|C:cGFzcw==|C:help cGFzcw==|S:535|C:word",
        "S:220|C:AUTH LOGIN|S:334|C:1|C:2|C:3|S:535|C:4")]
    [InlineData("S:220|C:AUTH LOGIN|S:334|S:334|C:dXNlcg==|C:help cGFzcw==|S:235|C:word",
        "S:220|C:AUTH LOGIN|S:334|S:334|C:1|C:2|S:235|C:word")]
    // Who speaks LMTP has a reply for each recipient: more than were counted.
    [InlineData("S:220|C:.|C:MAIL FROM:<>|C:DATA|S:250|S:250|S:550|S:250|S:354|C:AUTH PLAIN text|C:BDAT 99|C:.|S:250|"
        + "C:AUTH PLAIN AHU=|S:235",
        "S:220|C:.|C:MAIL FROM:<>|C:DATA|S:250|S:250|S:550|S:250|S:354|C:AUTH PLAIN text|C:BDAT 99|C:.|S:250|"
        + "C:AUTH PLAIN 1|S:235")]
    // A command without a reply leaves the count behind.
    [InlineData("S:220|C:|C:|C:DATA|S:503|C:AUTH PLAIN AHU=|S:235|C:DATA|S:354|C:one|C:.|S:250|C:AUTH PLAIN AHU=|S:235",
        "S:220|C:|C:|C:DATA|S:503|C:AUTH PLAIN 1|S:235|C:DATA|S:354|C:one|C:.|S:250|C:AUTH PLAIN 2|S:235")]
    [InlineData("S:220|C:|C:|C:DATA|S:503|C:AUTH PLAIN AHU=|C:MAIL FROM:<>|C:DATA|S:454|S:250|S:354|C:AUTH PLAIN text|C:.|S:250",
        "S:220|C:|C:|C:DATA|S:503|C:AUTH PLAIN 1|C:MAIL FROM:<>|C:DATA|S:454|S:250|S:354|C:AUTH PLAIN text|C:.|S:250")]
    [InlineData("S:220|C:|C:DATA|S:503|C:AUTH LOGIN|S:334|C:dXNlcg==|S:334|C:help cGFzcw==|S:235|C:word",
        "S:220|C:|C:DATA|S:503|C:AUTH LOGIN|S:334|C:1|S:334|C:2|S:235|C:word")]
    [InlineData("S:220|C:NOOP|C:AUTH LOGIN|S:334|C:dXNlcg==|S:535|C:DATA|S:354|C:one|C:.|S:250",
        "S:220|C:NOOP|C:AUTH LOGIN|S:334|C:1|S:535|C:DATA|S:354|C:one|C:.|S:250")]
    [InlineData("S:220|C:NOOP|C:DATA|S:354|C:AUTH PLAIN one|C:.|S:250", "S:220|C:NOOP|C:DATA|S:354|C:AUTH PLAIN one|C:.|S:250")]
    [InlineData("S:220|C:NOOP|C:AUTH PLAIN AHU=|S:235|C:foo|S:500", "S:220|C:NOOP|C:AUTH PLAIN 1|S:235|C:foo|S:500")]
    public void What_authenticates_leaves_a_mark(string said, string masked) => Assert.Equal(masked, Shown(Whole(said)));

    // Whatever stands in it; some servers take DATA with an argument.
    [Theory]
    [InlineData("S:220|C:DATA now|S:354|C:AUTH PLAIN text|C:.|S:250")]
    [InlineData("S:220|C:DATA|C:AUTH PLAIN text|C:Data follow|C:.|S:354|S:250")]
    public void A_message_holds_none(string said) => Assert.Equal(said, Shown(Whole(said)));

    [Theory]
    [InlineData(Plain, "AHUAcA==")]
    [InlineData(Login, "cGFzcw==")]
    [InlineData(Login, "dXNlcg==")]
    public void Wherever_the_octets_are_cut_nothing_of_a_secret_is_left(string said, string secret)
    {
        var whole = Shown(Whole(said));
        for (var size = 1; size < 12; size++)
        {
            var pieces = Whole(said).SelectMany(s => s.Text.Chunk(size).Select(c => s with { Text = new string(c) }));
            var masked = Secrets.Masked(pieces);
            var all = string.Concat(masked.Select(s => s.Text));
            Assert.DoesNotContain(secret[..2], all, StringComparison.Ordinal);
            Assert.Equal(whole.Split('|'), Shown(Joined(masked)).Split('|'));
        }
    }

    [Fact]
    public void What_never_came_to_its_end_is_a_secret_too()
    {
        Segment[] cut = [Server("220\r\n"), Client("AUTH LOGIN\r\n"), Server("334 x\r\n"), Client("c2Vjc")];
        Assert.Equal("S:220|C:AUTH LOGIN|S:334 x|C:1", Shown(Secrets.Masked(cut)));
        Assert.Equal("C:AUTH PLAIN 1", Shown(Secrets.Masked([Client("AUTH PLAIN AHU")])));
    }

    [Fact]
    public void What_stands_about_the_refusal_is_a_secret_too()
    {
        Segment[] cut = [Server("220\r\n"), Client("AUTH LOGIN\r\nuser\r\npa"), Server("504 x\r\n"), Client("ss\r\nword\r\n")];
        Assert.Equal("S:220|C:AUTH LOGIN12|S:504 x|C:3", Shown(Secrets.Masked(cut)));
        Segment[] lost = [Client("text\r\nBDAT 9999\r\n.\r\n"), Server("250 x\r\n"), Client("AUTH PLAIN AHU\r\n")];
        Assert.DoesNotContain("AHU", Shown(Secrets.Masked(lost, isCut: true)), StringComparison.Ordinal);
    }

    // What stands in front of TLS begins no line behind it; nothing but STARTTLS is answered with 220.
    [Theory]
    [InlineData("STARTTLS\r\nXX")]
    [InlineData("STARTTLS \r\nDATA")]
    [InlineData("STARTTLS\r\nNOOP\r\nBDAT 99\r\n")]
    public void What_was_said_in_front_of_TLS_hides_nothing_behind_it(string before) => Assert.DoesNotContain(
        "AHUA",
        Shown([Server("220\r\n"), Client(before), Server("220 go\r\n"), Client("AUTH PLAIN AHUA\r\n"), Server("235\r\n")]),
        StringComparison.Ordinal);

    // A refusal, or the only reply there is left, ends what was being said: what comes then may be commands.
    [Theory]
    [InlineData("C:DATA|S:354|C:one|S:552|C:RSET|S:250")]
    [InlineData("C:DATA|S:354|C:one|S:421")]
    [InlineData("C:DATA|S:354|C:one|S:552|C:BDAT 5000")]
    [InlineData("C:BDAT 5000|C:one|S:250")]
    [InlineData("C:NOOP|C:BDAT 5000 LAST|C:one|S:250|S:250")]
    [InlineData("C:BDAT 5000\tLAST|C:one|S:552")]
    public void What_has_its_reply_before_its_end_hides_nothing(string said) => Assert.DoesNotContain(
        "AHUA", Shown(Whole($"S:220|{said}|C:AUTH PLAIN AHUA|S:235")), StringComparison.Ordinal);

    [Theory]
    [InlineData("C:AUTH PLAIN AHUAcGFzc3dvcmQ=|S:500 unknown: AUTH PLAIN AHUAcGFzc3dvcmQ=",
        "C:AUTH PLAIN 1|S:500 unknown: AUTH PLAIN 1")]
    [InlineData("C:AUTH PLAIN AHUAcGFzc3dvcmQ=|S:535 u with password is wrong", "C:AUTH PLAIN 1|S:535 u with 2 is wrong")]
    [InlineData("C:NOOP|S:250 dXNlcg==|C:AUTH LOGIN|S:334|C:dXNlcg==|S:334 user|C:cGFzc3dvcmQ=|"
        + "S:535 user, password, dXNlcg==, cGFzc3dvcmQ=",
        "C:NOOP|S:250 dXNlcg==|C:AUTH LOGIN|S:334|C:1|S:334 user|C:2|S:535 user, 3, 1, 2")]
    [InlineData("C:AUTH PLAIN AHUAcGFzc3dvcmQ= |S:501 AHUAcGFzc3dvcmQ=", "C:AUTH PLAIN 1|S:501 1")]
    [InlineData("C:AUTH X|S:334|C:aHVudGVyMjIyIQ|S:535 hunter222!", "C:AUTH X|S:334|C:1|S:535 2")]
    [InlineData("C:AUTH XOAUTH2 dXNlcj1tZQFhdXRoPUJlYXJlciBUb2tlbjQ3MTEBAQ==|S:535 Token4711 of me has expired",
        "C:AUTH XOAUTH2 1|S:535 2 of me has expired")]
    // The password in base64, without padding, in other letters, behind the name; what was said behind "=".
    [InlineData("C:AUTH PLAIN AHRpbW15AFMzY3IzdFBhc3M5eA==|S:535 UzNjcjN0UGFzczl4, UZNJCJN0, AHRpbW15AFMzY3IzdFBhc3M5eA",
        "C:AUTH PLAIN 1|S:535 2, UZNJCJN0, 1")]
    [InlineData("C:AUTH PLAIN AHRpbW15AFMzY3IzdFBhc3M5eA==|S:535 S3CR3TPASS9X", "C:AUTH PLAIN 1|S:535 2")]
    [InlineData("C:AUTH PLAIN AHUAc2VjcmV0cw==|S:535 usecrets u:secrets", "C:AUTH PLAIN 1|S:535 2 u:3")]
    [InlineData("C:AUTH PLAIN = AHRpbW15AFMzY3IzdFBhc3M5eA==|S:501 AHRpbW15AFMzY3IzdFBhc3M5eA== S3cr3tPass9x",
        "C:AUTH PLAIN 1|S:501 2== 3")]
    [InlineData("C:AUTH=PLAIN AHUAcGFzc3dvcmQ=|S:500 AHUAcGFzc3dvcmQ=", "C:AUTH=PLAIN 1|S:500 1")]
    [InlineData("C:AUTH PLAIN AHUAc2VjcmV0MTIK|S:535 secret12", "C:AUTH PLAIN 1|S:535 2")]
    [InlineData("C:AUTH PLAIN AHUAc2VjcmV0MTIA|S:535 secret12", "C:AUTH PLAIN 1|S:535 2")]
    // Of one field as of several.
    [InlineData("C:AUTH LOGIN|S:334|C:dXNlcg==|S:334|C:c2VjcmV0MTIzNAo=|S:535 secret1234 is wrong",
        "C:AUTH LOGIN|S:334|C:1|S:334|C:2|S:535 3 is wrong")]
    [InlineData("C:AUTH CRAM-MD5|S:334 PDE+|C:dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkwCg==|"
        + "S:535 b913a602c7eda7a495b4e6e7334d3890.",
        "C:AUTH CRAM-MD5|S:334 PDE+|C:1|S:535 2.")]
    // In the alphabet for file names.
    [InlineData("C:AUTH PLAIN AHUAfn5-fj4-Pj8_P3Bhc3M=|S:535 ~~~~>>>???pass", "C:AUTH PLAIN 1|S:535 2")]
    // A name of no octets is one.
    [InlineData("C:AUTH LOGIN =|S:334 UGFzc3dvcmQ6|C:c2VjcmV0MTIzNA==|S:535 secret1234",
        "C:AUTH LOGIN =|S:334 UGFzc3dvcmQ6|C:1|S:535 2")]
    [InlineData("C:AUTH LOGIN|S:334|C:|S:334|C:c2VjcmV0MTIzNA==|S:535 secret1234", "C:AUTH LOGIN|S:334|C:|S:334|C:1|S:535 2")]
    // The digest of CRAM-MD5 and the proof of SCRAM alone.
    [InlineData("C:AUTH CRAM-MD5|S:334 PDE+|C:dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw|"
        + "S:535 b913a602c7eda7a495b4e6e7334d3890",
        "C:AUTH CRAM-MD5|S:334 PDE+|C:1|S:535 2")]
    [InlineData("C:AUTH X|S:334|C:Yz1iaXdzLHI9YWIscD1kSHpiWmFwV0lrNGpVaE49|S:535 p=dHzbZapWIk4jUhN=, dHzbZapWIk4jUhN=",
        "C:AUTH X|S:334|C:1|S:535 2, 3")]
    public void What_a_server_repeats_of_it_is_taken_out_too(string said, string masked) => Repeats(said, masked);

    // What is no secret, or too common to be one.
    [Theory]
    [InlineData("C:AUTH EXTERNAL dGltQGV4YW1wbGUuY29t|S:235|C:MAIL FROM:<tim@example.com>|S:250 <tim@example.com> ok",
        "C:AUTH EXTERNAL 1|S:235|C:MAIL FROM:<tim@example.com>|S:250 <tim@example.com> ok")]
    [InlineData("C:AUTH PLAIN AHUAbWFpbA==|S:250 mail ok, mailbox mail.example",
        "C:AUTH PLAIN 1|S:250 mail ok, mailbox mail.example")]
    [InlineData("C:AUTH PLAIN AHUAc2VjcmV0cw==|S:250 secretsss secrets \\0u\\0secrets \u00e2secrets\u00e2",
        "C:AUTH PLAIN 1|S:250 secretsss 2 \\0u\\02 \u00e22\u00e2")]
    [InlineData("C:AUTH PLAIN AHUAc2VjcmV0MQ==|S:535 usecret1", "C:AUTH PLAIN 1|S:535 2")]
    [InlineData("C:AUTH PLAIN AAA|S:535 AAA", "C:AUTH PLAIN 1|S:535 AAA")]
    [InlineData("C:AUTH X|S:334|C:longword|S:334|C:word|S:535 longword, word", "C:AUTH X|S:334|C:1|S:334|C:2|S:535 1, 2")]
    public void What_is_too_common_stays(string said, string masked) => Repeats(said, masked);

    private static void Repeats(string said, string masked)
    {
        Assert.Equal("S:220|" + masked, Shown(Whole("S:220|" + said)));
        var pieces = Whole("S:220|" + said).SelectMany(s => s.Text.Chunk(3).Select(c => s with { Text = new string(c) }));
        Assert.Equal("S:220|" + masked, Shown(Joined(Secrets.Masked(pieces))));
    }

    // Nothing that a client can say takes longer than it is long.
    [Theory]
    [InlineData("\r", 500_000)]
    [InlineData("BDAT ", 100_000)]
    [InlineData("BDAT                ", 30_000)]
    [InlineData("AUTH \r", 100_000)]
    [InlineData("DATA\r\n", 50_000)]
    public void Long_lines_are_looked_at_once(string text, int times)
    {
        var began = Stopwatch.GetTimestamp();
        Shown([Server("220\r\n"), Client(string.Concat(Enumerable.Repeat(text, times)) + "x\r\n"), Server("354\r\n")]);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10), $"{Stopwatch.GetElapsedTime(began)}");
    }

    private static Segment Client(string text) => new(TimeSpan.Zero, Speaker.Client, text);

    private static Segment Server(string text) => new(TimeSpan.Zero, Speaker.Server, text);

    private static IReadOnlyList<Segment> Whole(string said) =>
        [.. said.Split('|').Select(l => l[0] == 'C' ? Client(l[2..] + "\r\n") : Server(l[2..] + "\r\n"))];

    private static IEnumerable<Segment> Joined(IEnumerable<Segment> segments)
    {
        Segment? open = null;
        foreach (var segment in segments)
        {
            if (open is not null && open.Speaker != segment.Speaker)
                yield return open;
            open = open is not null && open.Speaker == segment.Speaker ? open with { Text = open.Text + segment.Text } : segment;
        }
        yield return open!;
    }

    private static string Shown(IEnumerable<Segment> segments) => string.Join('|', Secrets.Masked(segments).Select(s =>
        (s.Speaker == Speaker.Client ? "C:" : "S:") + string.Concat(s.Text
            .Replace("\r\n", "", StringComparison.Ordinal)
            .Select(c => Segment.IsMark(c) ? Segment.NameOf(c)["secret".Length..] : c.ToString()))));

    [Fact]
    public void Where_the_log_forgot_the_question_the_answer_is_a_secret_all_the_same()
    {
        var log = new SessionLog(TimeProvider.System, keep: 4096) { IsServers = true };
        log.Said("1", "334 UGFzc3dvcmQ6\r\n"u8);
        for (var i = 0; i < 100; i++)
            log.Heard("2", new byte[1024]);
        log.Heard("1", "R0VIRUlN\r\n"u8);
        log.Said("1", "235 ok\r\n"u8);
        log.Heard("1", "NOOP\r\n"u8);
        var said = Secrets.Starred(log).Where(e => e.Connection == "1").Select(e => e.Octets.ToString());
        Assert.Equal(["********\\r\\n", "235 ok\\r\\n", "NOOP\\r\\n"], said);
    }
}
