using System.Net;
using System.Text.RegularExpressions;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests;

/// <summary>The language reference, held to its word: its examples are played, its tables name every directive.</summary>
public sealed partial class TranscriptReferenceTests
{
    private const string PlainServer = "@serve default caps PIPELINING, SIZE 10485760, 8BITMIME\n";

    private static readonly string Reference = File.ReadAllText(Path.Combine(Repository.Root, "docs", "transcripts.md"));

    private static readonly string Dialogues = File.ReadAllText(Path.Combine(Repository.Root, "docs", "dialogues.md"));

    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            var server = PlainServer;
            foreach (Match block in Block().Matches(Reference + Dialogues))
            {
                if (block.Groups["kind"].Value == "client")
                    examples.Add(server, block.Groups["text"].Value);
                server = block.Groups["kind"].Value == "server" ? block.Groups["text"].Value : PlainServer;
            }
            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_plays_as_it_stands(string server, string client)
    {
        var options = WalkOptions.Default with { Mail = new MailStore(TimeProvider.System) };
        var values = new Variables([new("client", "client.example"), new("run", "r1")]);
        if (Choreography.Of(Source(client)) is { } choreography)
        {
            var outcomes = await choreography.PlayAsync(null, values, options, CancellationToken.None);
            Assert.All(outcomes, o => Assert.True(o.Outcome.IsGood, $"{o.Part.Name}: {o.Outcome.Reason}"));
            return;
        }
        await using var fake = FakeServer.Start(Source(server), new IPEndPoint(IPAddress.Loopback, 0), values, options);
        var log = new SessionLog(TimeProvider.System);
        await using var peers = new DialledPeers(fake.EndPoint, log);
        var script = ScriptCompiler.Compile(Source(client), Role.Client);
        var outcome = await new Walker(script, peers, log, values, options).WalkAsync(CancellationToken.None);
        Assert.True(outcome.IsGood, $"{outcome.Reason}\n{outcome.Mismatch}");
    }

    [Fact]
    public void Every_directive_is_explained() => Assert.All(
        Words.All, word => Assert.Contains($"@{word.Name}", Reference, StringComparison.Ordinal));

    [Fact]
    public void The_wrong_example_is_wrong_in_two_places()
    {
        var wrong = Block().Matches(Reference).Single(b => b.Groups["kind"].Value == "wrong").Groups["text"].Value;
        Assert.Equal(2, TranscriptParser.Parse(wrong, "wrong.smtp").Diagnostics.Count);
    }

    private static TranscriptSource Source(string text) => TranscriptSource.Read(text, "docs/transcripts.md", ".");

    [GeneratedRegex("```smtp (?<kind>client|server|wrong)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
