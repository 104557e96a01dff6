using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FsCheck.Fluent;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class LineReaderTests
{
    private const int Limit = 12;

    private static readonly byte[] Frequent = [(byte)'\r', (byte)'\n', (byte)'a', (byte)'b'];

    [Fact]
    public void However_it_is_split_the_lines_are_those_of_a_naive_reader() => Generators.Holds(Prop.ForAll(
        Generators.Octets(Frequent).ArrayOf().Zip(Generators.Pieces).ToArbitrary(),
        input => Assert.Equal(Naive(input.Item1), Read(Generators.Cut(input.Item1, input.Item2)))), 3000);

    [Fact]
    public void A_line_as_long_as_the_limit_is_a_line_and_one_octet_more_is_too_long()
    {
        Assert.Equal(["0123456789", "(too long)", "NOOP"], Read(["0123456789\r\n01234567890\r\nNOOP\r\n"u8.ToArray()]));
        byte[] inPieces = [.. "0123456789\r\n01234567890\r\nNOOP\r\n"u8];
        Assert.Equal(["0123456789", "(too long)", "NOOP"],
            Read(inPieces.Select((_, i) => (ReadOnlyMemory<byte>)inPieces.AsMemory(i, 1))));
    }

    [Theory]
    [InlineData("a\nb\r\n")]
    [InlineData("a\rb\r\n")]
    [InlineData("a\n\rb\r\n")]
    [InlineData("\n\r\n")]
    [InlineData("\r\r\n")]
    public void A_lone_CR_or_LF_does_not_end_a_line(string text) =>
        Assert.Equal([text[..^2]], Read([Encoding.Latin1.GetBytes(text)]));

    [Fact]
    public async Task Of_ten_mebibytes_without_a_line_end_less_than_the_limit_is_held()
    {
        const int most = 2048;
        var pipe = new Pipe();
        var watched = new WatchedPipe(pipe.Reader);
        var reader = new LineReader(watched, most);
        var piece = new byte[1000];
        Array.Fill(piece, (byte)'x');
        for (var sent = 0; sent < 10 << 20; sent += piece.Length)
        {
            await pipe.Writer.WriteAsync(piece);
            Assert.Null(reader.TryRead());
        }
        Assert.InRange(watched.MostKept, 1, most - 1);
        await pipe.Writer.WriteAsync("\r\nNOOP\r\n"u8.ToArray());
        Assert.Equal(Heard.TooLong, reader.TryRead());
        Assert.True(reader.Line.IsEmpty);
        Assert.Equal(Heard.Line, reader.TryRead());
        Assert.Equal("NOOP"u8.ToArray(), reader.Line.ToArray());
    }

    [Fact]
    public async Task A_TLS_record_is_one_wherever_a_line_may_begin_and_nowhere_else()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader, 100);
        await pipe.Writer.WriteAsync(new byte[] { (byte)'x', 0x16, 0x03, (byte)'\r', (byte)'\n', 0x16 });
        Assert.Equal(Heard.Line, reader.TryRead());
        Assert.Null(reader.TryRead());
        await pipe.Writer.WriteAsync(new byte[] { 0x03 });
        Assert.Equal(Heard.Record, reader.TryRead());
    }

    [Fact]
    public async Task A_line_that_has_not_arrived_is_waited_for()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader, Limit);
        var reading = reader.ReadAsync(CancellationToken.None).AsTask();
        await pipe.Writer.WriteAsync("NO"u8.ToArray());
        Assert.False(reading.IsCompleted);
        await pipe.Writer.WriteAsync("OP\r\n"u8.ToArray());
        Assert.Equal(Heard.Line, await reading.WaitAsync(TestLimits.Wait));
        Assert.Equal("NOOP"u8.ToArray(), reader.Line.ToArray());
    }

    [Fact]
    public async Task A_cancelled_read_is_an_interruption_and_loses_nothing()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader, Limit);
        await pipe.Writer.WriteAsync("NO"u8.ToArray());
        Assert.Null(reader.TryRead());
        var reading = reader.ReadAsync(CancellationToken.None).AsTask();
        pipe.Reader.CancelPendingRead();
        Assert.Equal(Heard.Interrupted, await reading.WaitAsync(TestLimits.Wait));
        await pipe.Writer.WriteAsync("OP\r\n"u8.ToArray());
        Assert.Equal(Heard.Line, reader.TryRead());
        Assert.Equal("NOOP"u8.ToArray(), reader.Line.ToArray());
    }

    [Fact]
    public async Task Lines_before_the_end_of_the_stream_are_read_and_an_unfinished_one_is_not()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader, Limit);
        await pipe.Writer.WriteAsync("QUIT\r\nNOOP\r"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        Assert.Equal(Heard.Line, await reader.ReadAsync(CancellationToken.None));
        Assert.Equal(Heard.Closed, await reader.ReadAsync(CancellationToken.None));
    }

    private static List<string> Naive(byte[] octets)
    {
        var pieces = Encoding.Latin1.GetString(octets).Split("\r\n");
        return [.. pieces[..^1].Select(line => line.Length + 2 > Limit ? "(too long)" : line)];
    }

    private static List<string> Read(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader, Limit);
        var lines = new List<string>();
        foreach (var piece in pieces)
        {
            pipe.Writer.Write(piece.Span);
            _ = pipe.Writer.FlushAsync().AsTask();
            while (reader.TryRead() is { } heard)
                lines.Add(heard == Heard.Line ? Encoding.Latin1.GetString(reader.Line.Span) : "(too long)");
        }
        return lines;
    }

    /// <summary>Notes how much of what a reader was shown it leaves in the pipe.</summary>
    private sealed class WatchedPipe(PipeReader pipe) : PipeReader
    {
        private ReadOnlySequence<byte> _shown;

        public long MostKept { get; private set; }

        public override bool TryRead(out ReadResult result)
        {
            var isRead = pipe.TryRead(out result);
            _shown = result.Buffer;
            return isRead;
        }

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            MostKept = Math.Max(MostKept, _shown.Slice(consumed).Length);
            pipe.AdvanceTo(consumed, examined);
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override void CancelPendingRead() => pipe.CancelPendingRead();

        public override void Complete(Exception? exception = null) => pipe.Complete(exception);
    }
}
