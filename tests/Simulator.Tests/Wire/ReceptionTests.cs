using System.Net.Sockets;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class ReceptionTests
{
    private readonly SessionLog _log = new(TimeProvider.System);

    [Fact]
    public async Task A_system_without_sockets_is_waited_for_and_noted()
    {
        using var listener = new Exhausted(2);
        var reception = new Reception(listener, _log, TimeProvider.System);
        using var transport = await reception.AcceptAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, reception.Accepted);
        Assert.All(_log.Entries, e => Assert.StartsWith("a connection could not be accepted", e.Text, StringComparison.Ordinal));
        Assert.Equal(2, _log.Entries.Count);
    }

    // Told to stop in the moment in which it begins to wait, a socket is gone instead of cancelled.
    [Theory]
    [InlineData(true, typeof(OperationCanceledException))]
    [InlineData(false, typeof(ObjectDisposedException))]
    public async Task A_socket_that_is_gone_is_an_end_only_for_who_was_stopped(bool isStopped, Type thrown)
    {
        using var listener = new Exhausted(1, new ObjectDisposedException("socket"));
        var reception = new Reception(listener, _log, TimeProvider.System);
        await Assert.ThrowsAsync(thrown, () => reception.AcceptAsync(new CancellationToken(isStopped)));
    }

    [Fact]
    public async Task Sessions_are_kept_account_of_until_they_end()
    {
        using var listener = new Exhausted(0);
        var reception = new Reception(listener, _log, TimeProvider.System);
        var playing = new TaskCompletionSource();
        using var transport = await reception.AcceptAsync(CancellationToken.None);
        var begun = reception.NextChange;
        reception.Begin(transport, (_, number) => number == 1 ? playing.Task : Task.CompletedTask);
        await begun.WaitAsync(TimeSpan.FromSeconds(10));
        var ended = reception.NextChange;
        Assert.Equal((1, false, false), (reception.Open, ended.IsCompleted, reception.AllEndedAsync().IsCompleted));
        playing.SetResult();
        await ended.WaitAsync(TimeSpan.FromSeconds(10));
        await reception.AllEndedAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0, reception.Open);
    }

    private sealed class Exhausted(int times, Exception? why = null) : IListener
    {
        private int _left = times;

        public System.Net.EndPoint EndPoint { get; } = new System.Net.IPEndPoint(0, 0);

        public void Begin()
        {
        }

        public void Refuse()
        {
        }

        public ValueTask<Transport> AcceptAsync(CancellationToken cancel) => _left-- > 0
            ? throw why ?? new SocketException((int)SocketError.TooManyOpenSockets)
            : ValueTask.FromResult<Transport>(MemoryTransport.Pair().One);

        public void Dispose()
        {
        }
    }
}
