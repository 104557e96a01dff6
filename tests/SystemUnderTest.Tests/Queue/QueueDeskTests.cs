using System.Text;
using SmtpGate.Queue;
using SmtpGate.Tests.Outgoing;

namespace SmtpGate.Tests.Queue;

[Trait("Rows", "RL-17")]
public sealed class QueueDeskTests : QueueBed
{
    [Theory]
    [InlineData("list", "{}", "[{\"id\":\"m-1\",\"server\":\"inbound\",\"from\":\"a@b.example\",\"to\":[\"joe@d.example\"],")]
    [InlineData("list", "{\"ids\":[\"m-2\"]}", "[]")]
    [InlineData("content", "{\"ids\":[\"m-1\"]}", "Subject: x\r\n\r\nhello\r\n")]
    [InlineData("content", "{\"ids\":[\"m-2\"]}", null)]
    [InlineData("content", "{}", null)]
    [InlineData("hold", "{\"to\":\"d.example\"}", "[{\"id\":\"m-1\"}]")]
    [InlineData("release", "{}", "[{\"id\":\"m-1\",\"obstacle\":\"it is not held\"}]")]
    [InlineData("REMOVE", "{}", "[{\"id\":\"m-1\"}]")]
    [InlineData("7", "{}", null)]
    [InlineData("eat", "{}", null)]
    [InlineData("list", "null", null)]
    [InlineData("list", "[]", null)]
    [InlineData("list", "", null)]
    public async Task It_answers_what_is_asked(string verb, string question, string? answer)
    {
        Open(Messages.Nobody());
        await TakeAsync("m-1", "joe");
        await RestAsync();
        var write = await new QueueDesk([Queue!]).AnswerAsync(verb, Encoding.UTF8.GetBytes(question));
        Assert.Equal(answer is null, write is null);
        var said = new MemoryStream();
        await (write?.Invoke(said) ?? Task.CompletedTask);
        Assert.StartsWith(answer ?? "", Encoding.UTF8.GetString(said.ToArray()), StringComparison.Ordinal);
    }
}
