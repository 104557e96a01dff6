using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Tests.Outgoing;

public sealed class InternationalTests
{
    [Theory]
    [InlineData("", false)]
    [InlineData("Subject: x", false)]
    [InlineData("Subject: x\r\n\r\nGrüße\r\n", false)]
    [InlineData("\r\nGrüße\r\n", false)]
    [InlineData("Subject: Grüße\r\n\r\nx\r\n", true)]
    [InlineData("Subject: x\r\nX-ü: y", true)]
    [InlineData("ü", true)]
    public void A_header_is_looked_at_and_no_body(string content, bool expected) =>
        Assert.Equal(expected, International.HasHeader(new MemoryStream(Encoding.UTF8.GetBytes(content))));

    [Fact]
    public void However_it_is_read_and_however_long_it_is() => Check.QuickThrowOnFailure(
        Prop.ForAll<int, int>((length, piece) =>
        {
            var header = new string('x', 1 + Math.Abs(length % 40_000));
            using var plain = new Pieces($"{header}\r\n\r\nü", 1 + Math.Abs(piece % 20));
            using var late = new Pieces($"{header}\r\nü\r\n\r\n", 1 + Math.Abs(piece % 20));
            return !International.HasHeader(plain) && International.HasHeader(late);
        }));

    [Theory]
    [InlineData("jörg", "b.example", "joe", null)]
    [InlineData("a", "bücher.example", "joe", null)]
    [InlineData("a", "b.example", "jörg", null)]
    [InlineData("a", "b.example", "joe", "utf-8;jörg@d.example")]
    public async Task An_address_makes_it_so(string local, string domain, string recipient, string? original)
    {
        var message = await Messages.MakeAsync();
        Assert.False(International.Is(message));
        Assert.True(International.Is(message with
        {
            Envelope = new Arriving(
                "x", new ReversePath(new Mailbox(local, domain)), MailParameters.None, [new Mailbox(recipient, "d.example")])
            {
                Wishes = new Dictionary<int, RecipientParameters> { [0] = new(null, original) },
            },
        }));
    }

    // Gives no more than so many octets at a time.
    private sealed class Pieces(string text, int most) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(most, buffer.Length)]);
    }
}
