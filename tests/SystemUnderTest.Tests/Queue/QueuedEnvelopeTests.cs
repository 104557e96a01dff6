using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Queue;

namespace SmtpGate.Tests.Queue;

public sealed class QueuedEnvelopeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("a", "b.example")]
    [InlineData("\"a@b \\\" \r\n\"", "b.example")]
    [InlineData("jörg", "[IPv6:::1]")]
    [InlineData("Postmaster", "")]
    public void What_was_written_is_read_again(string local, string domain)
    {
        var message = new Arriving(
            "x", new ReversePath(new Mailbox(local, domain)),
            new MailParameters(null, BodyKind.EightBit, true) { RequiresTls = true },
            [new Mailbox(local, domain), new Mailbox("c", "d.example")]);
        var envelope = QueuedEnvelope.Make(message, Noon, "inbound");
        var again = QueuedEnvelope.Parse(envelope.ToOctets())!;
        Assert.Equal((envelope.From, envelope.Arrived, "inbound"), (again.From, again.Arrived, again.Server));
        var read = again.ToMessage("x");
        Assert.Equal((message.From, message.With), (read.From, read.With));
        Assert.Equal(message.Recipients, read.Recipients);
        // A line, whatever is in it: so that it can be read with ordinary tools.
        Assert.Equal(1, envelope.ToOctets().Count(o => o == '\n'));
    }

    [Fact]
    public void A_report_has_no_sender() => Assert.Equal(
        ReversePath.Null,
        QueuedEnvelope.Make(new Arriving("x", ReversePath.Null, MailParameters.None, [new Mailbox("a", "b")]), Noon, "s")
            .ToMessage("x").From);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"from":"a","to":[],"arrived":"2026-11-21T12:00:00+00:00","server":"s"}""")]
    [InlineData("hello")]
    public void What_is_none_is_null(string text)
    {
        Assert.Null(QueuedEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Null(QueuedState.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_state_is_read_again()
    {
        var state = new QueuedState([0, 2], 3, Noon, true, true, "a@b: 450 later");
        var again = QueuedState.Parse(state.ToOctets())!;
        Assert.Equal(state.Open, again.Open);
        Assert.Equal(state, again with { Open = state.Open });
    }
}
