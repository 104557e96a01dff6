using System.Text;
using SmtpGate.Sessions;

namespace SmtpGate.Tests.Sessions;

public sealed class HopCounterTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Received: a\r\nreceived: b\r\nRECEIVED:c\r\n", 3)]
    [InlineData("Received: a\r\n\tby b\r\n Received: c\r\nSubject: x\r\n", 1)]
    [InlineData("Received: a\r\n\r\nReceived: b\r\n", 1)]
    [InlineData("\r\nReceived: b\r\n", 0)]
    [InlineData("X-Received: a\r\nReceived-SPF: pass\r\nReceive: b\r\n", 0)]
    [InlineData("Received", 0)]
    [InlineData("Received : a\r\nReceived\t :b\r\n", 2)]
    [InlineData("Received\u001a x\r\nReceived x: y\r\n", 0)]
    public void Received_fields_of_the_header_are_counted_wherever_they_are_cut(string message, int hops)
    {
        for (var size = 1; size <= Math.Max(1, message.Length); size++)
        {
            var counter = new HopCounter();
            foreach (var piece in Encoding.ASCII.GetBytes(message).Chunk(size))
                counter.Look(piece);
            Assert.Equal(hops, counter.Hops);
        }
    }
}
