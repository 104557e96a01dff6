using System.Net.Sockets;
using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Loading;

/// <summary>Holds many connections, and keeps account of when and how they end.</summary>
public sealed class SoakRun(SoakPlan plan, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly byte[] Noop = "NOOP\r\n"u8.ToArray();
    private static readonly byte[] StartTls = "STARTTLS\r\n"u8.ToArray();
    private static readonly byte[] Greeting = "EHLO soak.example\r\n"u8.ToArray();

    private static readonly byte[] Message = Encoding.ASCII.GetBytes(
        $"MAIL FROM:<soak@sender.example>\r\nRCPT TO:<soak@recipient.example>\r\nDATA\r\n{new string('x', 70)}\r\n");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SoakLoss> _lost = [];
    private readonly CancellationTokenSource _over = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _settledCount;
    private int _opened;
    private int _open;

    /// <summary>How many are open.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <param name="progress">Told each second how many are open and how many were lost.</param>
    /// <param name="stop">Ends it early; what was held then was held.</param>
    public async Task<SoakResult> RunAsync(Action<int, int> progress, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, stop);
        using var timer = new PeriodicTimer(Tick, clock);
        var telling = TellAsync(timer, progress);
        var holding = await OpenAllAsync(both.Token);
        // Those that are not open by then are known to be lost.
        await _settled.Task.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Where none is left there is nothing to wait for.
        await Task.WhenAny(DelayAsync(plan.Time, both.Token), Task.WhenAll(holding));
        var held = Open;
        await _over.CancelAsync();
        await Task.WhenAll(holding);
        timer.Dispose();
        await telling;
        return new SoakResult(plan.Connections, _opened, held, _lost);
    }

    public void Dispose() => _over.Dispose();

    // As many a second as was said, so that the server's queue of those who wait to be accepted does not overflow.
    private async Task<List<Task>> OpenAllAsync(CancellationToken stop)
    {
        var (holding, began) = (new List<Task>(), clock.GetTimestamp());
        while (holding.Count < plan.Connections && !stop.IsCancellationRequested)
        {
            var due = (int)Math.Min(plan.Connections, (clock.GetElapsedTime(began).TotalSeconds * plan.Opening) + 1);
            while (holding.Count < due)
                holding.Add(HoldAsync(stop));
            await DelayAsync(TimeSpan.FromMilliseconds(10), stop);
        }
        return holding;
    }

    private async Task HoldAsync(CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        var (stage, opened) = ("connect", false);
        string last;
        try
        {
            var transport = new SocketTransport(new Socket(SocketType.Stream, ProtocolType.Tcp));
            using var connection = new SoakConnection(transport, plan.ReplyLimit, clock);
            await transport.ConnectAsync(plan.Target, stop);
            await IntroduceAsync(connection, now => stage = now, stop);
            opened = true;
            Interlocked.Increment(ref _opened);
            Interlocked.Increment(ref _open);
            Settle();
            last = await connection.HoldAsync(t => ActAsync(connection, t), stop);
        }
        catch (Exception gone) when (gone is SocketException or IOException or TimeoutException)
        {
            last = opened ? gone.Message : $"{stage}: {gone.Message}";
        }
        catch (OperationCanceledException)
        {
            // Held to the end.
            return;
        }
        finally
        {
            if (opened)
                Interlocked.Decrement(ref _open);
            else
                Settle();
        }
        Lose(last, clock.GetElapsedTime(began));
    }

    private void Settle()
    {
        if (Interlocked.Increment(ref _settledCount) == plan.Connections)
            _settled.SetResult();
    }

    /// <param name="tell">Told what is waited for.</param>
    private async Task IntroduceAsync(SoakConnection connection, Action<string> tell, CancellationToken stop)
    {
        if (plan.Tls == LoadTls.Implicit)
            await SecureAsync();
        tell("the greeting");
        await connection.HearReplyAsync(stop);
        await AskAsync("EHLO", Greeting);
        if (plan.Tls != LoadTls.StartTls)
            return;
        await AskAsync("STARTTLS", StartTls);
        await SecureAsync();
        await AskAsync("EHLO", Greeting);

        Task SecureAsync()
        {
            tell("TLS");
            return connection.StartTlsAsync(stop);
        }

        async Task AskAsync(string command, byte[] octets)
        {
            tell(command);
            await connection.SayAsync(octets, stop);
            await connection.HearReplyAsync(stop);
        }
    }

    private async Task ActAsync(SoakConnection connection, CancellationToken stop)
    {
        for (var at = 0L; plan.Habit != SoakHabit.Idle; at++)
        {
            // What it is asked to do: nothing, for so long.
            await Task.Delay(plan.Every, clock, stop);
            await connection.SayAsync(plan.Habit == SoakHabit.Noop ? Noop : Drop(at), stop);
        }
    }

    // Behind DATA a message without end.
    private static ReadOnlyMemory<byte> Drop(long at)
    {
        var body = Message.AsSpan().IndexOf("DATA\r\n"u8) + 6;
        var index = at < body ? at : body + ((at - body) % (Message.Length - body));
        return Message.AsMemory((int)index, 1);
    }

    private void Lose(string last, TimeSpan after)
    {
        lock (_lock)
        {
            _lost[last] = _lost.TryGetValue(last, out var known)
                ? known.And(after)
                : new SoakLoss(1, after, after);
        }
    }

    private async Task TellAsync(PeriodicTimer timer, Action<int, int> progress)
    {
        while (await timer.WaitForNextTickAsync())
        {
            lock (_lock)
                progress(Open, _lost.Values.Sum(l => l.Count));
        }
    }

    private async Task DelayAsync(TimeSpan time, CancellationToken stop) =>
        // How fast connections are opened, and how long they are kept, is the user's to say.
        await Task.Delay(time, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
