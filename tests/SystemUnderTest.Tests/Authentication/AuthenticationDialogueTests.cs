using System.Text;
using FsCheck.Fluent;
using SmtpGate.Authentication;
using SmtpGate.Sinks;
using SmtpGate.Tests.Sinks;

namespace SmtpGate.Tests.Authentication;

[Trait("Rows", "AU-03, AU-12")]
public sealed class AuthenticationDialogueTests
{
    private const string Right = "AGpvZQBwYXNz\r\n";

    private readonly SinkSession _session = Asked.Session();

    [Fact]
    public void A_line_comes_in_any_pieces_and_what_is_behind_it_is_left_alone() => Generators.Holds(Prop.ForAll(
        Gen.Choose(1, 4).ArrayOf().ToArbitrary(), sizes =>
        {
            var dialogue = new Desks().Dialogue();
            var octets = Encoding.ASCII.GetBytes(Right + "MAIL FROM:<>\r\n");
            InputContext? last = null;
            var at = 0;
            for (var i = 0; last?.Reply is null; i++)
            {
                var size = i < sizes.Length ? sizes[i] : 5;
                last = new InputContext(octets.AsMemory(at, size), Asked.Session());
                Assert.True(dialogue.OnInputAsync(last, CancellationToken.None).AsTask().IsCompletedSuccessfully);
                at += last.Taken;
            }
            Assert.Equal((235, Right.Length), (last.Reply.Code, at));
        }), 100);

    [Theory]
    [InlineData("\r\n", 501)]
    [InlineData("*\r\n", 501)]
    [InlineData(" *\r\n", 501)]
    [InlineData("AGpvZQBwYXNz\n\r\n", 501)]
    [InlineData("AGpvZQBwYXNz \r\n", 501)]
    [InlineData("AGpvZQBwYXNz\0\r\n", 501)]
    [InlineData(Right, 235)]
    public async Task A_line_ends_with_CRLF_and_is_base64_to_the_letter(string input, int code) =>
        Assert.Equal(code, (await HearAsync(Encoding.Latin1.GetBytes(input)))?.Code);

    [Fact]
    public async Task A_line_without_end_keeps_nothing_and_is_refused_at_its_end()
    {
        var dialogue = new Desks().Dialogue();
        for (var i = 0; i < 100; i++)
        {
            var piece = new InputContext(new byte[10_000], _session);
            await dialogue.OnInputAsync(piece, CancellationToken.None);
            Assert.Equal((SinkStatus.BlobReady, null, 10_000), (piece.Status, piece.Reply, piece.Taken));
        }
        var end = new InputContext("\r\nNOOP\r\n"u8.ToArray(), _session);
        await dialogue.OnInputAsync(end, CancellationToken.None);
        Assert.Equal(("500 5.5.6 Authentication exchange line is too long\r\n", 2), (end.Reply?.ToString(), end.Taken));
    }

    [Fact]
    public void Whatever_comes_it_never_throws() => Generators.Holds(Prop.ForAll(
        Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().ToArbitrary(), octets =>
        {
            foreach (var mechanism in Mechanisms.OfUsers)
            {
                var line = Encoding.ASCII.GetBytes(Convert.ToBase64String(octets) + "\r\n");
                var input = new InputContext(line, _session);
                var heard = new Desks(Desks.Usual with { Tarpit = TimeSpan.Zero }).Dialogue(mechanism)
                    .OnInputAsync(input, CancellationToken.None).AsTask();
                Assert.True(heard.IsCompletedSuccessfully);
                Assert.NotNull(input.Reply);
            }
        }), 500);

    private async Task<SmtpGate.Grammar.Reply?> HearAsync(byte[] octets)
    {
        var input = new InputContext(octets, _session);
        await new Desks().Dialogue().OnInputAsync(input, CancellationToken.None);
        return input.Reply;
    }
}
