using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

[Trait("Rows", "AU-11")]
public sealed class SinkContextTests
{
    [Theory]
    [InlineData(SinkStatus.Success, 0x00000000u)]
    [InlineData(SinkStatus.Pipelined, 0x00000001u)]
    [InlineData(SinkStatus.RepeatCommand, 0x00000002u)]
    [InlineData(SinkStatus.BlobReady, 0x00000004u)]
    [InlineData(SinkStatus.BlobDone, 0x00000008u)]
    [InlineData(SinkStatus.DropSession, 0x00010000u)]
    [InlineData(SinkStatus.ChangeState, 0x00020000u)]
    [InlineData(SinkStatus.TransientFailure, 0x00040000u)]
    [InlineData(SinkStatus.CompleteFailure, 0x00080000u)]
    [InlineData(SinkStatus.BlobDone | SinkStatus.CompleteFailure, 0x00080008u)]
    public void Flags_have_their_documented_values_and_combine(SinkStatus status, uint value) =>
        Assert.Equal(value, (uint)status);

    [Theory]
    [InlineData(SinkStatus.Success, 250, null)]
    [InlineData(SinkStatus.Success, 550, 550)]
    [InlineData(SinkStatus.CompleteFailure, null, 550)]
    [InlineData(SinkStatus.TransientFailure, null, 451)]
    [InlineData(SinkStatus.CompleteFailure | SinkStatus.TransientFailure, null, 550)]
    [InlineData(SinkStatus.CompleteFailure, 250, 550)]
    [InlineData(SinkStatus.TransientFailure, 452, 452)]
    [InlineData(SinkStatus.CompleteFailure, 452, 452)]
    [InlineData(SinkStatus.DropSession, null, null)]
    public void A_failure_is_one_whatever_the_reply_is(SinkStatus status, int? code, int? refusal)
    {
        var asked = Asked.About("NOOP");
        asked.Status = status;
        asked.Reply = code is { } number ? new Reply(number, null, "said") : null;
        Assert.Equal(refusal, asked.Refusal?.Code);
    }

    [Fact]
    public void A_reply_can_be_appended_to_and_only_a_reply()
    {
        var asked = Asked.About("HELP");
        Assert.Throws<InvalidOperationException>(() => asked.Append("more"));
        asked.Reply = new Reply(214, "2.0.0", "one");
        Assert.NotEmpty(asked.Reply.Octets.ToArray());
        asked.Append("two");
        Assert.Equal("214-2.0.0 one\r\n214 2.0.0 two\r\n", System.Text.Encoding.ASCII.GetString(asked.Reply.Octets.Span));
    }

    [Fact]
    public async Task Replies_of_a_marked_sink_end_with_the_marker_those_to_later_input_too()
    {
        var asked = Asked.About("AUTH");
        var binding = new SinkBinding("marked", new Taking(), Asked.Terms(0, "AUTH") with { Marker = "[sink]" });
        await new SinkChain([binding], Microsoft.Extensions.Logging.Abstractions.NullLogger<SinkChain>.Instance)
            .AskAsync(asked, CancellationToken.None);
        Assert.Equal("334 go on [sink]\r\n", asked.Reply?.ToString());
        var input = new InputContext(new byte[1], asked.Session);
        await asked.Callback!.OnInputAsync(input, CancellationToken.None);
        Assert.Equal("235 2.7.0 well [sink]\r\n", input.Reply?.ToString());
    }

    private sealed class Taking : ISink, IInputSink
    {
        public ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel)
        {
            context.Reply = new Reply(334, null, "go on");
            context.SetCallback(this);
            return ValueTask.FromResult(Passing.Consumed);
        }

        public ValueTask OnInputAsync(InputContext context, CancellationToken cancel)
        {
            context.Reply = new Reply(235, "2.7.0", "well");
            return ValueTask.CompletedTask;
        }
    }
}
