using SmtpSim.Messages;
using SmtpSim.Tests.Transcripts;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Messages;

public sealed class MailStoreTests
{
    private readonly MailStore _store = new(TimeProvider.System);

    [Theory]
    [InlineData("@mail count 1", 1, 5000, "r1")]
    [InlineData("@mail count 0 within 500ms", 0, 500, "r1")]
    [InlineData("@mail count 2 within 5s id {{run}}-b", 2, 5000, "r1-b")]
    [InlineData("@mail count 2 id x", 2, 5000, "x")]
    public void A_count_is_read_from_its_directive(string text, int count, int milliseconds, string id) => Assert.Equal(
        new MailCount(count, TimeSpan.FromMilliseconds(milliseconds), id),
        MailCount.Parse(Wrong.Single<Directive>(text), new Variables([new("run", "r1")])));

    [Fact]
    public void Mail_is_found_by_its_envelope_and_its_content()
    {
        Add(Mail("r1@x", "a", "b"));
        Add(Mail("s", "r1", "b"));
        Add(Mail("s", "a", "Subject: r1"));
        Add(Mail("s", "a", "b"));
        Assert.Equal(3, _store.With("r1").Count);
        Assert.Equal(4, _store.With(null).Count);
        Assert.Equal(_store.All, _store.With(null));
    }

    [Fact]
    public async Task Enough_mail_ends_the_wait_at_once()
    {
        var counting = _store.CountAsync(new MailCount(2, TimeSpan.FromSeconds(30), "r1"), CancellationToken.None);
        Add(Mail("r1", "a", ""));
        Add(Mail("r2", "a", ""));
        Assert.False(counting.IsCompleted);
        Add(Mail("r1", "a", ""));
        Assert.Equal(2, await counting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Too_little_mail_is_counted_when_the_time_is_over()
    {
        Add(Mail("r1", "a", ""));
        var within = TimeSpan.FromMilliseconds(50);
        Assert.Equal(1, await _store.CountAsync(new MailCount(2, within, null), CancellationToken.None));
        Assert.Equal(1, await _store.CountAsync(new MailCount(5, TimeSpan.Zero, null), CancellationToken.None));
    }

    [Fact]
    public async Task Mail_that_comes_from_many_threads_is_all_counted()
    {
        var counting = _store.CountAsync(new MailCount(200, TimeSpan.FromSeconds(30), null), CancellationToken.None);
        Parallel.For(0, 200, i => Add(Mail("x", "y", "z")));
        Assert.Equal(200, await counting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_cancelled_count_is_cancelled()
    {
        using var stop = new CancellationTokenSource(50);
        var counting = _store.CountAsync(new MailCount(1, TimeSpan.FromSeconds(30), null), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private void Add(Mail mail)
    {
        var content = new OctetBuffer();
        content.Append(mail.Content.Span);
        _store.Add(new Envelope(mail.From, mail.Recipients), content, mail.At);
    }

    private static Mail Mail(string from, string recipient, string content) =>
        new(from, [recipient], Octets.Of(content), TimeSpan.Zero);

    [Fact]
    public async Task No_mail_at_all_is_known_only_when_the_time_is_over()
    {
        var counting = _store.CountAsync(new MailCount(0, TimeSpan.FromMilliseconds(500), null), CancellationToken.None);
        Add(Mail("r1", "a", ""));
        Assert.Equal(1, await counting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("@mail count")]
    [InlineData("@mail count one")]
    [InlineData("@mail count 1 within soon")]
    [InlineData("@mail count 1 witin 5s")]
    public void A_wrong_count_is_reported(string text) => Assert.NotEqual("", Wrong.Of(text));

    [Fact]
    public void Old_mail_is_forgotten_but_counted()
    {
        for (var i = 0; i < 40; i++)
            Add(Mail($"r{i}", "a", new string('x', 2 << 20)));
        Assert.InRange(_store.All.Count, 20, 39);
        Assert.Equal("r39", _store.All[^1].From);
        Assert.Equal(40, _store.Received);
    }

    [Fact]
    public void Of_many_messages_fewer_octets_are_kept()
    {
        for (var i = 0; i < 3000; i++)
            Add(Mail($"r{i}", "a", new string('x', 16 << 10)));
        Assert.InRange(_store.All.Count, 900, 1100);
    }

    [Fact]
    public void Emptied_it_counts_from_nothing_and_gives_no_number_twice()
    {
        Add(Mail("r1", "a", ""));
        _store.Clear();
        Add(Mail("r2", "a", ""));
        Assert.Equal((1, 2), (_store.Received, Assert.Single(_store.All).Number));
        Assert.Equal("r2", _store.Numbered(2)?.From);
        Assert.Null(_store.Numbered(1));
    }
}
