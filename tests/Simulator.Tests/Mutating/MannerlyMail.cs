using SmtpSim.Messages;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Mutating;

/// <summary>What becomes of the mail that a server accepted.</summary>
internal sealed class MannerlyMail(Manners manners, MailStore nextHop)
{
    private readonly Lock _lock = new();
    private int _accepted;
    private int _waiting;

    public void Accept()
    {
        int number, waiting;
        lock (_lock)
            (number, waiting) = (++_accepted, ++_waiting);
        if (number % manners.DoublesOneOf == 0)
            _ = PassOnAsync(manners.CopyWaits, () => 1);
        if (number % manners.LosesOneOf == 0)
            return;
        if (!manners.IsInBursts)
            _ = PassOnAsync(manners.Transit, () => 1);
        else if (waiting == 1)
            _ = PassOnAsync(manners.Transit, TakeAll);
    }

    private int TakeAll()
    {
        lock (_lock)
        {
            var all = _waiting;
            _waiting = 0;
            return all;
        }
    }

    private async Task PassOnAsync(TimeSpan wait, Func<int> count)
    {
        // It is the server that takes its time.
        await Task.Delay(wait);
        for (var left = count(); left > 0; left--)
            nextHop.Add(new Envelope("FROM:<a@b>", ["TO:<c@d>"]), new OctetBuffer(), TimeSpan.Zero);
    }
}
