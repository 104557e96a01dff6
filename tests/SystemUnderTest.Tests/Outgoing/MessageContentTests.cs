using SmtpGate.Outgoing;

namespace SmtpGate.Tests.Outgoing;

public sealed class MessageContentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    public async Task A_small_message_stays_in_memory(int length)
    {
        await using var content = await FilledAsync(length, 1000);
        await using (var read = content.Read())
            Assert.IsType<MemoryStream>(read);
        Assert.Equal(Octets(length), await ReadAsync(content));
    }

    [Theory]
    [InlineData(65537, 65537)]
    [InlineData(65537, 1000)]
    [InlineData(3_000_000, 4096)]
    public async Task A_larger_one_is_in_a_file_that_goes_with_it(int length, int piece)
    {
        var content = await FilledAsync(length, piece);
        await using var file = Assert.IsType<FileStream>(content.Read());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Name));
        Assert.Equal(Octets(length), await ReadAsync(content));
        Assert.True(File.Exists(file.Name));
        await content.DisposeAsync();
        Assert.False(File.Exists(file.Name));
    }

    [Fact]
    public async Task It_can_be_read_more_than_once()
    {
        await using var content = await FilledAsync(70_000, 7000);
        Assert.Equal(await ReadAsync(content), await ReadAsync(content));
    }

    private static byte[] Octets(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private static async Task<MessageContent> FilledAsync(int length, int piece)
    {
        var content = new MessageContent();
        foreach (var octets in Octets(length).Chunk(piece))
            await content.WriteAsync(octets, CancellationToken.None);
        return content;
    }

    private static async Task<byte[]> ReadAsync(MessageContent content)
    {
        using var all = new MemoryStream();
        await using var read = content.Read();
        await read.CopyToAsync(all);
        return all.ToArray();
    }
}
