using System.Globalization;
using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace Samples;

/// <summary>
/// A command of its own: XSUM and a number of octets; the octets follow, and their checksum is the reply, as <c>sum -r</c>
/// computes it. Bind it to all commands (<c>*</c>): the gateway knows none of this name.
/// </summary>
public sealed class ChecksumSink : ISink
{
    // What nobody has to hold: the octets are not kept.
    private const int MostOctets = 1_000_000;

    private static readonly Reply GoOn = new(354, null, "Go on");
    private static readonly Reply WrongNumber = new(501, "5.5.4", $"XSUM takes a number from 1 to {MostOctets}");

    public ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel)
    {
        if (context.Keyword != "XSUM")
            return new(Passing.On);
        if (Octets(context.CommandText) is not { } octets)
        {
            (context.Reply, context.IsProtocolError) = (WrongNumber, true);
            return new(Passing.Consumed);
        }
        context.Reply = GoOn;
        context.Status = SinkStatus.BlobReady;
        context.SetCallback(new Sum(octets));
        return new(Passing.Consumed);
    }

    private static int? Octets(string line) => line.Split(' ') is [_, var number]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var octets) && octets is > 0 and <= MostOctets
            ? octets
            : null;

    /// <summary>What one session has said of its octets so far.</summary>
    private sealed class Sum(int left) : IInputSink
    {
        private int _left = left;
        private int _sum;
        private int _pieces;

        public ValueTask OnInputAsync(InputContext context, CancellationToken cancel)
        {
            // What is more than was announced is the next command.
            context.Taken = Math.Min(_left, context.Blob.Length);
            foreach (var octet in context.Blob.Span[..context.Taken])
                _sum = ((_sum >> 1) + ((_sum & 1) << 15) + octet) & 0xFFFF;
            (_left, _pieces) = (_left - context.Taken, _pieces + 1);
            context.Status = _left > 0 ? SinkStatus.BlobReady : SinkStatus.BlobDone;
            if (_left == 0)
                context.Reply = new Reply(250, "2.0.0", $"{_sum:00000} in {_pieces} pieces");
            return default;
        }
    }
}
