namespace SmtpGate.Tests.Spool;

[Trait("Rows", "RL-16")]
public sealed class RecoveryTests : IDisposable
{
    private static readonly string[] Texts = ["first", Spools.Long(70_000, 1)[..66_000], "third"];

    private readonly TestFolder _folder = new();
    private readonly byte[] _octets;
    private int _copies;

    private string Original => _folder["original"];

    private string Name => Path.GetFileName(Directory.GetFiles(Original, "*.log").Single());

    public RecoveryTests()
    {
        using (var spool = Spools.Open(Original))
        {
            for (var i = 0; i < Texts.Length; i++)
                spool.PutAsync($"m-{i}", Texts[i]).GetAwaiter().GetResult();
        }
        _octets = File.ReadAllBytes(Path.Combine(Original, Name));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Every octet at which a record begins or ends and those around it; within content now and then.</summary>
    private IEnumerable<int> Places => Enumerable.Range(0, _octets.Length)
        .Where(i => i < 700 || i > _octets.Length - 1500 || i % 4999 == 0);

    [Fact]
    public void Cut_off_anywhere_what_was_whole_is_there_and_the_rest_is_set_aside()
    {
        foreach (var length in Places)
        {
            var found = Open(_octets.AsMemory(0, length), out var folder);
            Assert.Equal(Texts.Take(found.Count), found);
            var damaged = Path.Combine(folder, "damaged");
            // At the end of a record nothing is missing that anybody could know of.
            Assert.True(Directory.Exists(damaged) || length == 0 || IsEndOfRecord(length), $"nothing said of {length}");
        }
    }

    [Fact]
    public void A_bit_that_flips_costs_one_message_and_is_told()
    {
        foreach (var at in Places)
        {
            var octets = _octets.ToArray();
            octets[at] ^= (byte)(1 << (at % 8));
            var found = Open(octets, out var folder);
            Assert.Subset(Texts.ToHashSet(), found.ToHashSet());
            Assert.InRange(found.Count, 2, 3);
            Assert.True(found.Count == 3 || Directory.Exists(Path.Combine(folder, "damaged")), $"nothing said of {at}");
        }
    }

    [Fact]
    public async Task A_file_that_is_no_segment_is_set_aside_whole()
    {
        Directory.CreateDirectory(_folder["mixed"]);
        await File.WriteAllTextAsync(_folder["mixed/000000000001.log"], "From: somebody\r\n\r\nHello\r\n");
        Spools.Copy(Original, _folder["more"]);
        File.Move(Path.Combine(_folder["more"], Name), _folder["mixed/000000000007.log"]);
        using var spool = Spools.Open(_folder["mixed"]);
        Assert.Equal(Texts, spool.Found.Select(m => m.Text()));
        Assert.Equal(
            "it is no segment of a spool\n", await File.ReadAllTextAsync(_folder["mixed/damaged/000000000001.log.txt"]));
        Assert.NotNull(await spool.PutAsync("m-4", "new"));
    }

    [Theory]
    [InlineData("000000000001-backup.log")]
    [InlineData("000000000001 (copy).log")]
    public void A_copy_of_a_segment_takes_no_place_of_one_that_went_on(string copy)
    {
        Spools.Copy(Original, _folder["copied"]);
        File.WriteAllBytes(_folder[$"copied/{copy}"], _octets[..(_octets.Length / 2)]);
        using var spool = Spools.Open(_folder["copied"]);
        Assert.Equal(Texts, spool.Found.Select(m => m.Text()));
        Assert.True(File.Exists(_folder[$"copied/damaged/{copy}"]));
    }

    [Fact]
    public void What_is_set_aside_takes_no_place_of_what_was_before()
    {
        Spools.Copy(Original, _folder["twice"]);
        for (var start = 0; start < 3; start++)
        {
            File.WriteAllText(_folder["twice/x.log"], $"foreign {start}");
            Spools.Open(_folder["twice"]).Dispose();
        }
        Assert.Equal(
            ["foreign 0", "foreign 1", "foreign 2"],
            "x.log x.log.2 x.log.3".Split(' ').Select(n => File.ReadAllText(_folder[$"twice/damaged/{n}"])));
        Assert.False(File.Exists(_folder["twice/x.log"]));
    }

    [Fact]
    public async Task A_folder_with_the_name_of_the_next_segment_is_passed_over()
    {
        Spools.Copy(Original, _folder["taken"]);
        Directory.CreateDirectory(_folder["taken/000000000002.log"]);
        using var spool = Spools.Open(_folder["taken"]);
        Assert.NotNull(await spool.PutAsync("m-4", "new"));
    }

    [Fact]
    public async Task A_segment_with_another_name_is_not_written_over()
    {
        var moved = _folder["moved"];
        Spools.Copy(Original, moved);
        File.Move(Path.Combine(moved, Name), Path.Combine(moved, "000000000002.log"));
        using (var spool = Spools.Open(moved))
            Assert.NotNull(await spool.PutAsync("m-4", "new"));
        using var again = Spools.Open(moved);
        Assert.Equal([.. Texts, "new"], again.Found.Select(m => m.Text()));
    }

    [Fact]
    public async Task What_somebody_else_has_put_there_hinders_nobody()
    {
        Spools.Copy(Original, _folder["odd"]);
        using (var large = File.Create(_folder["odd/000000000003.log"]))
            large.SetLength(3L << 30);
        File.CreateSymbolicLink(_folder["odd/000000000004.log"], _folder["nothing"]);
        using (var made = System.Diagnostics.Process.Start("mkfifo", _folder["odd/000000000005.log"]))
            await made.WaitForExitAsync();
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, default);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder["odd/000000000006.log"]));
        File.CreateSymbolicLink(_folder["odd/000000000007.log"], "000000000007.log");
        File.CreateSymbolicLink(_folder["odd/000000000008.log"], "/dev/null");
        // Nothing can be set aside into a file.
        File.WriteAllText(_folder["odd/damaged"], "");
        for (var start = 0; start < 2; start++)
        {
            using var spool = Spools.Open(_folder["odd"]);
            Assert.Equal(Texts, spool.Found.Select(m => m.Text()));
            if (start == 0)
                File.Delete(_folder["odd/damaged"]);
        }
        Assert.Equal(
            Enumerable.Range(3, 6).Select(n => $"{n:D12}.log"),
            Directory.GetFiles(_folder["odd/damaged"], "*.log").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_spool_of_another_version_is_not_guessed_at()
    {
        // A whole record of a version that is to come; its checksum is over the line up to it and the octets.
        const string line = "@ 1-0000000000000001 segment - 26 ";
        const string body = "smtpgate spool, version 2\n";
        Directory.CreateDirectory(_folder["newer"]);
        File.WriteAllText(_folder["newer/000000000001.log"], $"{line}{Crc32C(line + body):x8}\n{body}\n");
        var refused = Assert.Throws<IOException>(() => Spools.Open(_folder["newer"]));
        Assert.Contains(
            "says 'smtpgate spool, version 2', which this gateway does not read", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["newer/000000000001.log"]));
    }

    [Fact]
    public async Task What_a_message_says_is_never_taken_for_a_record()
    {
        using (var spool = Spools.Open(_folder["forged"]))
            await spool.PutAsync("m-1", $"hello\n{System.Text.Encoding.Latin1.GetString(_octets)}\n");
        var file = Directory.GetFiles(_folder["forged"], "*.log").Single();
        var octets = await File.ReadAllBytesAsync(file);
        // The message's own record is damaged: what follows is looked at octet by octet.
        octets[200] ^= 1;
        await File.WriteAllBytesAsync(file, octets);
        using var again = Spools.Open(_folder["forged"]);
        Assert.Empty(again.Found);
    }

    // Where the next one begins, or nothing does: the first line's second word is in no message.
    private bool IsEndOfRecord(int length) =>
        length == _octets.Length
        || _octets.AsSpan(length).StartsWith(_octets.AsSpan(0, _octets.AsSpan(2).IndexOf((byte)' ') + 3));

    // Bit by bit, as RFC 9260, appendix A has it.
    private static uint Crc32C(string text)
    {
        var sum = ~0u;
        foreach (var octet in System.Text.Encoding.ASCII.GetBytes(text))
        {
            sum ^= octet;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ (0x82F63B78 & (0 - (sum & 1)));
        }
        return ~sum;
    }

    private List<string> Open(ReadOnlyMemory<byte> octets, out string folder)
    {
        folder = _folder[$"copy-{_copies++}"];
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, Name), octets.ToArray());
        using var spool = Spools.Open(folder);
        return [.. spool.Found.Select(m => m.Text())];
    }
}
