using System.Net;
using SmtpSim.Embedding;
using SmtpSim.Mutating;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Mutating;

public sealed class SeedsTests
{
    [Fact]
    public async Task A_speech_is_what_was_said_write_by_write()
    {
        await using var server = ScriptedServer.Start();
        const string Script = "S: 220 {name} *\nC: EHLO {{name}}\nC+ NOOP\nS: 250\nS: 250\nC: QUIT\nS: 221\n";
        var (speech, _) = await TakeAsync(server.EndPoint, Script);
        Assert.Equal(["EHLO sim.example\\r\\nNOOP\\r\\n", "QUIT\\r\\n"], speech!.Writes.Select(w => w.ToString()));
    }

    [Theory]
    [InlineData("S: 220\nC2: NOOP\nC: NOOP\n", "more than one connection")]
    [InlineData("S: 220\n@tls start\n", "speaks TLS")]
    [InlineData("S: 554\n", "does not go along with it: the code is 220, not 554")]
    [InlineData("S: 220\n", "says nothing")]
    [InlineData("S: 220\n@mail count 1\n", "@mail looks at what a next hop received, and there is none here")]
    [InlineData("S: 220\nC: AUTH {{secret1}}\n", "nothing says what '{{secret1}}' is: give it a value")]
    public async Task What_cannot_be_used_says_why(string script, string why)
    {
        await using var server = ScriptedServer.Start();
        var (speech, reason) = await TakeAsync(server.EndPoint, script);
        Assert.Null(speech);
        Assert.Contains(why, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_no_fault_of_the_transcript() => await Assert.ThrowsAsync<SeedUnreachableException>(
        () => TakeAsync(new IPEndPoint(IPAddress.Loopback, 1), "S: 220\n"));

    private static Task<(Speech? Speech, string Why)> TakeAsync(EndPoint target, string script) => Seeds.TakeAsync(
        TranscriptSource.Read(script, "it", ""), target, new Variables(), WalkOptions.Default, CancellationToken.None);
}
