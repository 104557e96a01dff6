using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>The sinks that strangers copy, in a gateway that runs.</summary>
public sealed class SampleSinkTests
{
    private static readonly string Assembly = Path.Combine(
        Repository.Folder("artifacts"), "bin", "SampleSinks", "debug", "SampleSinks.dll");

    [Fact]
    [Trait("Rows", "AU-12")]
    public async Task A_command_of_a_sink_takes_the_input_that_follows_in_the_pieces_in_which_it_arrives()
    {
        await using var gateway = await GatewayAsync("""{ "Class": "Samples.ChecksumSink", "Events": [ "*" ] }""");
        // printf abc | sum -r
        await ScriptedClient.PlayAsync(gateway.EndPoint, """
            S: 220
            C: XSUM
            S: 501 5.5.4
            C: XSUM 3
            S: 354
            C> "a"
            @quiet 50ms
            C> "b"
            @quiet 50ms
            C> "cNOOP\r\n"
            S: 250 2.0.0 16556 in 3 pieces
            S: 250
            C> "XSUM 3\r\nabcNOOP\r\n"
            S: 354
            S: 250 2.0.0 16556 in 1 pieces
            S: 250
            C: QUIT
            S: 221
            @eof
            """);
    }

    [Fact]
    public async Task A_stranger_is_asked_to_come_again()
    {
        await using var gateway = await GatewayAsync("""{ "Class": "Samples.GreylistSink", "Settings": { "Seconds": 60 } }""");
        await ScriptedClient.PlayAsync(gateway.EndPoint, """
            S: 220
            C: EHLO client.example
            S: 250
            C: MAIL FROM:<a@sender.example>
            S: 250
            C: RCPT TO:<b@local.example>
            S: 450 4.7.1 You are new here; please come again
            """);
    }

    private static Task<RunningGateway> GatewayAsync(string sink) => RunningGateway.WithAsync($$"""
        { "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ],
          "Sinks": [ { "Sink": "Assembly", "Assembly": "{{Assembly}}", {{sink[1..]}} ] }
        """);
}
