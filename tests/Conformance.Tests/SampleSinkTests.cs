using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>The sinks that strangers copy, in a gateway that runs.</summary>
public sealed class SampleSinkTests : IDisposable
{
    private static readonly string Assembly = Path.Combine(
        Repository.Folder("artifacts"), "bin", "SampleSinks", "debug", "SampleSinks.dll");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samples-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Trait("Rows", "AU-12")]
    public async Task A_command_of_a_sink_takes_the_input_that_follows_in_the_pieces_in_which_it_arrives()
    {
        await using var gateway = await GatewayAsync("""{ "Class": "Samples.ChecksumSink", "Events": [ "*" ] }""");
        // SHA-256 of "abc" is FIPS 180-2's example.
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
            S: 250 2.0.0 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad in 3 pieces
            S: 250
            C> "XSUM 3\r\nabcNOOP\r\n"
            S: 354
            S: 250 2.0.0 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad in 1 pieces
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

    private async Task<RunningGateway> GatewayAsync(string sink)
    {
        var config = Path.Combine(_folder.FullName, "gw.json");
        await File.WriteAllTextAsync(config, $$"""
            { "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ],
              "Sinks": [ { "Sink": "Assembly", "Assembly": "{{Assembly}}", {{sink[1..]}} ] }
            """);
        return await RunningGateway.StartAsync(config);
    }
}
