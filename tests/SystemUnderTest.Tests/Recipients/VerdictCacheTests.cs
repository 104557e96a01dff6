using SmtpGate.Grammar;
using SmtpGate.Recipients;

namespace SmtpGate.Tests.Recipients;

[Trait("Rows", "RP-23")]
public sealed class VerdictCacheTests
{
    private static readonly VerifierSettings Settings = Loaded.Verifier(
        """{ "PositiveSeconds": 100, "NegativeSeconds": 10, "CacheEntries": 100 }""");

    private static readonly Mailbox Joe = new("Joe", "d.example");
    private static readonly Verdict No = new Verdict.Unknown(new Reply(550, null, "5.1.1 no such user"));

    private readonly ManualTime _clock = new();
    private readonly VerdictCache _cache;

    public VerdictCacheTests() => _cache = new VerdictCache(_clock);

    [Fact]
    public void Answers_are_believed_for_their_own_times()
    {
        _cache.Add(Joe, new Verdict.Known(), Settings);
        _cache.Add(new Mailbox("ann", "d.example"), No, Settings);
        Assert.IsType<Verdict.Known>(_cache.Find(Joe));
        Assert.IsType<Verdict.Unknown>(_cache.Find(new Mailbox("ann", "D.Example")));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(_cache.Find(new Mailbox("ann", "d.example")));
        _clock.Advance(TimeSpan.FromSeconds(90));
        Assert.Null(_cache.Find(Joe));
    }

    [Fact]
    public void Local_parts_are_told_apart_by_case() => Assert.Multiple(() =>
    {
        _cache.Add(Joe, new Verdict.Known(), Settings);
        Assert.Null(_cache.Find(new Mailbox("joe", "d.example")));
    });

    [Theory]
    [InlineData("550 no")]
    [InlineData("550 5.1.1 no")]
    [InlineData("553 5.1.3 no")]
    public void A_refusal_of_the_recipient_is_kept(string answer) => Assert.NotNull(Kept(answer));

    [Theory]
    [InlineData("554 5.7.1 client host rejected")]
    [InlineData("550 5.3.0 system trouble")]
    [InlineData("550 5.4.1 no route")]
    public void A_refusal_of_who_asks_is_not(string answer) => Assert.Null(Kept(answer));

    [Fact]
    public void What_was_answered_for_now_or_not_at_all_is_not_kept()
    {
        _cache.Add(Joe, new Verdict.Later(new Reply(450, null, "4.2.0 later")), Settings);
        _cache.Add(Joe, new Verdict.Unverified("down"), Settings);
        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public void It_holds_so_many_and_lets_the_oldest_go()
    {
        for (var i = 0; i < 1000; i++)
        {
            _cache.Add(new Mailbox($"u{i}", "d.example"), new Verdict.Known(), Settings);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.InRange(_cache.Count, 80, 100);
        Assert.NotNull(_cache.Find(new Mailbox("u999", "d.example")));
        Assert.Null(_cache.Find(new Mailbox("u0", "d.example")));
    }

    [Fact]
    public void What_is_written_is_read_back_as_far_as_it_is_still_good()
    {
        _cache.Add(Joe, new Verdict.Known(), Settings);
        _cache.Add(new Mailbox("\"a b@c\"", "d.example"), No, Settings);
        var lines = _cache.Lines().ToList();
        _clock.Advance(TimeSpan.FromSeconds(50));
        var next = new VerdictCache(_clock);
        next.Read([.. lines, "", "+", "+ x joe@d.example", "* 9999999999 joe@d.example", "+ 99999999999999999 a@b"], 100);
        Assert.IsType<Verdict.Known>(next.Find(Joe));
        Assert.IsType<Verdict.Known>(next.Find(new Mailbox("a", "b")));
        Assert.Equal(2, next.Count);
    }

    private Verdict? Kept(string answer)
    {
        _cache.Add(Joe, new Verdict.Unknown(new Reply(int.Parse(answer[..3], null), null, answer[4..])), Settings);
        return _cache.Find(Joe);
    }
}
