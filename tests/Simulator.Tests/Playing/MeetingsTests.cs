using SmtpSim.Playing;

namespace SmtpSim.Tests.Playing;

public sealed class MeetingsTests
{
    private readonly Meetings _meetings = new(new Dictionary<string, int> { ["here"] = 3, ["alone"] = 1 });

    [Fact]
    public async Task Everybody_waits_for_the_last_again_and_again()
    {
        for (var round = 0; round < 3; round++)
        {
            // Two connections of one part are one part.
            Task[] early = [Meet("a"), Meet("b"), Meet("b")];
            Assert.All(early, e => Assert.False(e.IsCompleted));
            await Meet("c");
            await Task.WhenAll(early).WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public void Whoever_is_alone_waits_for_nobody() =>
        Assert.True(_meetings.MeetAsync("alone", "a", CancellationToken.None).IsCompletedSuccessfully);

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource(30);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _meetings.MeetAsync("here", "a", stop.Token));
    }

    private Task Meet(string part) => _meetings.MeetAsync("here", part, CancellationToken.None);
}
