using SmtpGate.Authentication;
using SmtpGate.Sinks;
using SmtpGate.Tests.Sinks;

namespace SmtpGate.Tests.Authentication;

public sealed class AuthenticationDeskTests
{
    private readonly SinkSession _session = Asked.Session();

    [Fact]
    [Trait("Rows", "AU-05")]
    public async Task Who_fails_waits_and_no_thread_does()
    {
        var desks = new Desks();
        var answering = Answer(desks, new Step.Failure("joe")).AsTask();
        desks.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.False(answering.IsCompleted);
        desks.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await answering.WaitAsync(TestLimits.Wait);
        Assert.Equal("535 5.7.8 Authentication credentials invalid\r\n", answer.Reply.ToString());
        Assert.Equal((SinkStatus.BlobDone | SinkStatus.CompleteFailure, true), (answer.Status, answer.IsError));
    }

    [Fact]
    [Trait("Rows", "AU-07")]
    public async Task Who_succeeds_stands_in_the_session_s_properties()
    {
        var answer = await Answer(new Desks(), new Step.Success("joe"));
        Assert.Equal((235, SinkStatus.BlobDone), (answer.Reply.Code, answer.Status));
        var bag = _session.Properties;
        Assert.True(bag.GetBool(7));
        Assert.Equal(("joe", "PLAIN"), (bag.GetString(SessionProperty.UserName), bag.GetString(SessionProperty.Mechanism)));
    }

    [Fact]
    public async Task A_base_that_is_away_is_nobody_s_failure()
    {
        var desks = new Desks();
        var answer = await Answer(desks, new Step.Unavailable());
        Assert.Equal("454 4.7.0 Temporary authentication failure\r\n", answer.Reply.ToString());
        Assert.Throws<PropertyNotSetException>(() => _session.Properties.GetDword(10));
    }

    [Fact]
    public async Task The_last_of_the_tries_ends_the_session()
    {
        var desks = new Desks(Desks.Usual with { Tarpit = TimeSpan.Zero });
        Assert.Equal(535, (await Answer(desks, new Step.Failure("a"))).Reply.Code);
        Assert.Equal(535, (await Answer(desks, new Step.Failure("b"))).Reply.Code);
        var last = await Answer(desks, new Step.Failure("c"));
        Assert.Equal((421, true), (last.Reply.Code, (last.Status & SinkStatus.DropSession) != 0));
    }

    [Fact]
    [Trait("Rows", "AU-17")]
    public async Task A_blocked_user_waits_for_nothing_and_is_not_let_in()
    {
        var desks = new Desks(Desks.Usual with { Failures = new FailureLimits(null, 1, TimeSpan.FromMinutes(1)) });
        desks.Ledger.Add(null, "joe", desks.Options.Failures);
        Assert.Equal(535, (await Answer(desks, new Step.Failure("joe"))).Reply.Code);
        Assert.Equal(535, (await Answer(desks, new Step.Success("joe"))).Reply.Code);
        Assert.False(_session.Properties.Find<bool>(7));
    }

    [Fact]
    public async Task An_address_has_as_many_guesses_under_way_as_it_may_fail_and_the_next_waits()
    {
        var (ledger, limits) = (new FailureLedger(TimeProvider.System), new FailureLimits(3, null, TimeSpan.FromMinutes(10)));
        var client = System.Net.IPAddress.Parse("192.0.2.9");
        for (var i = 0; i < 3; i++)
            Assert.True(await ledger.BeginAsync(client, limits, CancellationToken.None));
        var fourth = ledger.BeginAsync(client, limits, CancellationToken.None).AsTask();
        Assert.False(fourth.IsCompleted);
        Assert.True(await ledger.BeginAsync(System.Net.IPAddress.Parse("192.0.2.8"), limits, CancellationToken.None));
        // One that was right makes room, one that failed does not.
        ledger.Add(client, "joe", limits);
        ledger.End(client);
        Assert.False(fourth.IsCompleted);
        ledger.End(client);
        Assert.True(await fourth.WaitAsync(TestLimits.Wait));
        ledger.Add(client, "joe", limits);
        ledger.Add(client, "joe", limits);
        Assert.False(await ledger.BeginAsync(client, limits, CancellationToken.None));
    }

    [Fact]
    [Trait("Rows", "AU-17")]
    public async Task A_blocked_user_s_right_proof_looks_like_a_wrong_one()
    {
        var ledger = new FailureLedger(new ManualTime());
        var limits = new FailureLimits(null, 1, TimeSpan.FromMinutes(1));
        var guarded = new GuardedUserBase(new KnownUsers("joe", "pass", [1], 4096), ledger, limits);
        var right = await guarded.FindScramKeysAsync("joe", CancellationToken.None);
        ledger.Add(null, "joe", limits);
        var blocked = await guarded.FindScramKeysAsync("joe", CancellationToken.None);
        Assert.Equal(right!.Salt, blocked!.Salt);
        Assert.NotEqual(right.StoredKey, blocked.StoredKey);
    }

    private ValueTask<AuthenticationAnswer> Answer(Desks desks, Step step) =>
        desks.Desk.JudgeAsync(new Foregone(step), [], "PLAIN", _session, CancellationToken.None);

    /// <summary>A mechanism that comes to a step whatever is said.</summary>
    private sealed class Foregone(Step step) : IExchange
    {
        public ValueTask<Step> AnswerAsync(byte[]? response, CancellationToken cancel) => new(step);
    }
}
