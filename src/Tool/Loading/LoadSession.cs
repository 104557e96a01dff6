using System.Runtime.CompilerServices;

namespace SmtpSim.Loading;

/// <summary>What the sessions of a run share.</summary>
/// <param name="Run">Its name, in every message.</param>
internal sealed record LoadCourse(LoadPlan Plan, Schedule Schedule, LoadTally Tally, string Run, TimeProvider Clock);

/// <summary>Sends one message after another over one connection at a time, and accounts for each.</summary>
internal sealed class LoadSession(LoadCourse course, int number)
{
    // A server that refuses connections is asked again, not hammered.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    // Each recipient's reply is told by itself.
    private const string NobodyKnown = "";

    private static readonly byte[] Reset = "RSET\r\n"u8.ToArray();

    private readonly LoadMessage _message = new(course.Plan, course.Run);
    private readonly Random _sizes = new(course.Plan.Seed + number);

    public LoadConnection Connection { get; } = new(course.Plan, course.Clock);

    private LoadPlan Plan => course.Plan;

    private Schedule Schedule => course.Schedule;

    private LoadTally Tally => course.Tally;

    /// <param name="stop">No message is begun any more.</param>
    /// <param name="cancel">The one on its way is given up, too.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancel)
    {
        while (Schedule.Take() is { } next && await Schedule.DueAsync(next, stop) is { } due)
        {
            try
            {
                await SendAsync(next, due, cancel);
            }
            catch (Exception broken) when (broken is LoadBrokenException or LoadRefusedException)
            {
                Break(broken.Message, due);
                // A server that is down is not asked as fast as the machine can.
                await Task.Delay(Breath, course.Clock, cancel);
            }
            catch (OperationCanceledException)
            {
                Break("stopped before its reply", due);
                return;
            }
        }
        if (Connection.IsOpen)
            await Connection.CloseAsync(cancel);
    }

    private void Break(string why, TimeSpan due) => Tally.Break(why, Schedule.Now, Schedule.Now - due);

    private void Refuse(string why, TimeSpan due) => Tally.Refuse(why, Schedule.Now, Schedule.Now - due);

    /// <exception cref="LoadBrokenException">The connection ended before the message was accepted or refused.</exception>
    /// <exception cref="LoadRefusedException">The server does not offer what the plan needs.</exception>
    private async Task OpenAsync(CancellationToken cancel)
    {
        var began = Schedule.Now;
        await Connection.OpenAsync(cancel);
        Tally.Connected(Schedule.Now - began);
    }

    private async ValueTask SendAsync(long next, TimeSpan due, CancellationToken cancel)
    {
        var called = Schedule.Now;
        if (!Connection.IsOpen)
            await OpenAsync(cancel);
        // A connection that carries others, too, is no message's own.
        var began = Plan.PerMessage ? called : Schedule.Now;
        if (await EnvelopeAsync(cancel) is { } refused)
        {
            Refuse(refused, due);
            await ResetAsync(cancel);
        }
        else
        {
            await ContentAsync(next, began, due, cancel);
        }
        // RFC 5321 3.8: who says 421 closes.
        if (Connection.IsClosing)
            Connection.Dispose();
        if (Plan.PerMessage && Connection.IsOpen)
            await Connection.CloseAsync(cancel);
    }

    // The message is accounted for; a connection that breaks now costs none.
    private async ValueTask ResetAsync(CancellationToken cancel)
    {
        try
        {
            if (!Connection.IsClosing)
                await Connection.AskAsync(Reset, cancel);
        }
        catch (LoadBrokenException broken)
        {
            Tally.Trouble($"RSET: {broken.Message}");
        }
    }

    /// <summary>Null where the content may come now, else who refused it.</summary>
    private ValueTask<string?> EnvelopeAsync(CancellationToken cancel) =>
        Plan.Pipelining ? PipelinedAsync(cancel) : InTurnAsync(cancel);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<string?> InTurnAsync(CancellationToken cancel)
    {
        if (await TimedAsync(LoadStage.Mail, _message.Mail, cancel) / 100 != 2)
            return $"MAIL {Connection.LastRefusal}";
        var known = 0;
        foreach (var recipient in _message.Recipients)
            known += IsKnown(await TimedAsync(LoadStage.Rcpt, recipient, cancel)) ? 1 : 0;
        if (known == 0)
            return NobodyKnown;
        return await TimedAsync(LoadStage.Data, _message.Data, cancel) is not 354 and var code ? NoData(code) : null;
    }

    // Behind a refused MAIL everything is refused: that is one trouble, not many.
    private async ValueTask<int> HearRecipientsAsync(bool mayBeKnown, CancellationToken cancel)
    {
        var known = 0;
        for (var i = 0; i < Plan.Recipients; i++)
            known += await Connection.HearAsync(cancel) is var code && mayBeKnown && IsKnown(code) ? 1 : 0;
        return known;
    }

    private bool IsKnown(int code)
    {
        if (code / 100 == 2)
            return true;
        Tally.Trouble($"RCPT {Connection.LastRefusal}");
        return false;
    }

    private async ValueTask<string?> PipelinedAsync(CancellationToken cancel)
    {
        var began = Schedule.Now;
        await Connection.SayAsync(_message.Envelope, cancel);
        var refused = await Connection.HearAsync(cancel) / 100 == 2 ? null : $"MAIL {Connection.LastRefusal}";
        var known = await HearRecipientsAsync(refused is null, cancel);
        var data = await Connection.HearAsync(cancel);
        Tally.Record(LoadStage.Envelope, Schedule.Now - began);
        if (known > 0 && data == 354)
            return null;
        // RFC 2920 3.1: a server may take data although it knows no recipient; then it gets none.
        if (data == 354)
            await Connection.AskAsync(".\r\n"u8.ToArray(), cancel);
        return refused ?? (known == 0 ? NobodyKnown : NoData(data));
    }

    // What may not answer DATA is none the better for being no refusal.
    private string NoData(int code) =>
        code is >= 200 and < 400 ? $"DATA was answered with {code}" : $"DATA {Connection.LastRefusal}";

    private async ValueTask ContentAsync(long next, TimeSpan began, TimeSpan due, CancellationToken cancel)
    {
        var size = Plan.Sizes.Least == Plan.Sizes.Most ? Plan.Sizes.Most : _sizes.Next(Plan.Sizes.Least, Plan.Sizes.Most + 1);
        var content = _message.Content(next, size);
        var accepted = await TimedAsync(LoadStage.Dot, content, cancel) / 100 == 2;
        var now = Schedule.Now;
        // All but the dot and its line end.
        if (accepted)
            Tally.Accept(content.Length - 3, now, now - began, now - due);
        else
            Refuse($"end of data {Connection.LastRefusal}", due);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> TimedAsync(LoadStage stage, ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        var began = Schedule.Now;
        var code = await Connection.AskAsync(octets, cancel);
        Tally.Record(stage, Schedule.Now - began);
        return code;
    }
}
