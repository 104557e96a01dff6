using System.Text;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class LoadMessageTests
{
    [Fact]
    public void Whatever_sizes_follow_one_another_each_message_is_whole_and_has_its_number()
    {
        var message = new LoadMessage(Plans.To(new System.Net.IPEndPoint(0, 0)) with { Sizes = (1, 3000) }, "run");
        var random = new Random(4);
        for (var number = 1; number < 2000; number++)
        {
            var size = random.Next(1, 3001);
            var text = Encoding.ASCII.GetString(message.Content(number, size).Span);
            Assert.EndsWith("\r\n.\r\n", text, StringComparison.Ordinal);
            Assert.Equal(text.Length - 5, text.IndexOf("\r\n.", StringComparison.Ordinal));
            Assert.Contains($"<run.{number:D12}@load.example>", text, StringComparison.Ordinal);
            Assert.DoesNotContain('\r', text.Replace("\r\n", "", StringComparison.Ordinal));
            Assert.All(text.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
            if (size > 200)
                Assert.InRange(text.Length, size + 4, size + 5);
        }
    }

    [Fact]
    public void Recipients_are_numbered()
    {
        var message = new LoadMessage(Plans.To(new System.Net.IPEndPoint(0, 0)) with { Recipients = 2, To = "u{n}@x" }, "run");
        Assert.Equal(
            "MAIL FROM:<load@sender.example>\r\nRCPT TO:<u1@x>\r\nRCPT TO:<u2@x>\r\nDATA\r\n",
            Encoding.ASCII.GetString(message.Envelope));
    }
}
