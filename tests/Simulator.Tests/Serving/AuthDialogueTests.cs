using System.Text;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Serving;

public sealed class AuthDialogueTests
{
    private static readonly Offer All = new(["AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2"]);
    private static readonly Variables Known = new([new("user", "tim"), new("password", "tanstaaftanstaaf")]);

    [Theory]
    [InlineData("PLAIN {\0tim\0tanstaaftanstaaf}", "235 tim")]
    [InlineData("plain|{\0tim\0tanstaaftanstaaf}", "334 235 tim")]
    [InlineData("PLAIN {\0tim\0wrong}", "535")]
    [InlineData("PLAIN {\0tom\0tanstaaftanstaaf}", "535")]
    [InlineData("PLAIN {tim}", "535")]
    [InlineData("PLAIN =", "535")]
    [InlineData("LOGIN|{tim}|{tanstaaftanstaaf}", "334 334 235 tim")]
    [InlineData("LOGIN {tim}|{tanstaaftanstaaf}", "334 235 tim")]
    [InlineData("LOGIN|{tim}|{no}", "334 334 535")]
    [InlineData("LOGIN|*", "334 501")]
    [InlineData("LOGIN|%%", "334 501")]
    [InlineData("CRAM-MD5|{tim 0}", "334 535")]
    [InlineData("XOAUTH2 {user=tim}", "535")]
    [InlineData("XOAUTH2 {user=tim\u0001auth=Bearer tanstaaftanstaaf\u0001\u0001}", "235 tim")]
    [InlineData("XOAUTH2 {n,a=tim,\u0001auth=Bearer tanstaaftanstaaf\u0001\u0001}", "235 tim")]
    [InlineData("XOAUTH2 {user=tom\u0001auth=Bearer tanstaaftanstaaf\u0001\u0001}", "535")]
    [InlineData("XOAUTH2 {user=tim\u0001auth=Bearer other\u0001\u0001}", "535")]
    [InlineData("GSSAPI", "504")]
    [InlineData("", "504")]
    public void Credentials_are_held_against_those_the_server_knows(string said, string replies) =>
        Assert.Equal(replies, Played(said, Known));

    [Theory]
    [InlineData("PLAIN {\0any\0thing}", "235 any")]
    [InlineData("LOGIN|{any}|{thing}", "334 334 235 any")]
    [InlineData("CRAM-MD5|{any 0}", "334 235 any")]
    [InlineData("XOAUTH2 {user=any\u0001auth=Bearer thing\u0001\u0001}", "235 any")]
    [InlineData("XOAUTH2 {thing}", "235 token")]
    public void Without_a_known_user_anybody_is_welcome(string said, string replies) =>
        Assert.Equal(replies, Played(said, new Variables()));

    // Lines are separated by bars; what stands in braces is said in base64.
    private static string Played(string said, Variables values)
    {
        var dialogue = new AuthDialogue(All, values);
        var lines = said.Split('|').Select(Encoded).ToList();
        ServedReply[] replies = [dialogue.Begin(lines[0]), .. lines.Skip(1).Select(dialogue.Next)];
        var codes = replies.Select(r => r.Lines[0][..3]);
        Assert.False(dialogue.GoesOn);
        return string.Join(' ', dialogue.Identity is { } name ? codes.Append(name) : codes);
    }

    private static string Encoded(string line)
    {
        var open = line.IndexOf('{', StringComparison.Ordinal);
        return open < 0 ? line : line[..open] + Convert.ToBase64String(Encoding.UTF8.GetBytes(line[(open + 1)..^1]));
    }
}
