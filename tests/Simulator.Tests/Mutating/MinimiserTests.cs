using System.Text;
using SmtpSim.Mutating;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Mutating;

public sealed class MinimiserTests
{
    private static readonly Speech Large =
        Speeches.Of("EHLO x\r\n", "MAIL FROM:<a@b>\r\n", "NO", "OP \r\nNOOP\0\r\n", new string('y', 3000), "QUIT\r\n");

    [Fact]
    public async Task Only_what_it_takes_is_left()
    {
        var minimiser = new Minimiser(s => Task.FromResult(Text(s).Contains("P\0", StringComparison.Ordinal)), 1000);
        Assert.Equal(Speeches.Of("P\0").Writes, (await minimiser.MinimiseAsync(Large)).Writes);
    }

    [Fact]
    public async Task Where_segments_matter_they_stay()
    {
        var minimiser = new Minimiser(
            s => Task.FromResult(s.Writes.Contains(Octets.Of("NO")) && Text(s).Contains("NOOP", StringComparison.Ordinal)), 1000);
        Assert.Equal(Speeches.Of("NO", "OP").Writes, (await minimiser.MinimiseAsync(Large)).Writes);
    }

    [Fact]
    public async Task It_does_not_try_for_ever()
    {
        var tried = 0;
        var minimiser = new Minimiser(_ => Task.FromResult(tried++ < 0), 50);
        await minimiser.MinimiseAsync(Large);
        Assert.Equal(50, tried);
    }

    private static string Text(Speech speech) => Encoding.Latin1.GetString(Octets.Join(speech.Writes).Span);
}
