using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.DropFolder;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Tests.DropFolder;

public sealed class PickupTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Whole =
        "x-sender: a@b.example\nx-receiver: joe@d.example\nDate: now\nMessage-ID: <1@b.example>\n\n.hello\n.\nQUIT\r\r\n";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestFolder _folder = new();
    private readonly ManualTime _clock = new();
    private readonly Taker _taker = new();
    private Pickup? _pickup;

    public Task InitializeAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_pickup is not null)
            await _pickup.DisposeAsync();
        _folder.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    [Fact]
    [Trait("Rows", "RL-15, SEC-SMUG-19")]
    public async Task A_file_is_sent_with_CRLF_and_is_gone()
    {
        await StartAsync();
        await PutAsync("mail.eml", Whole);
        await LookAsync(() => _taker.Taken.Count == 1 && Names("pickup/.taken").Length == 0);
        Assert.Empty(Names("pickup"));
        var (message, content) = _taker.Taken.Single();
        Assert.Equal("<a@b.example>", message.From.ToString());
        Assert.Equal(["joe@d.example"], message.Recipients.Select(r => $"{r}"));
        Assert.EndsWith(
            "\r\nDate: now\r\nMessage-ID: <1@b.example>\r\n\r\n.hello\r\n.\r\nQUIT\r\n\r\n", content, StringComparison.Ordinal);
        Assert.StartsWith("Received: by gate.example (pickup directory) id ", content, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rows", "RL-15")]
    public async Task A_file_that_still_changes_waits_and_one_that_is_not_whole_is_left_alone()
    {
        await StartAsync();
        await PutAsync("half.eml.tmp", Whole);
        await PutAsync(".hidden", Whole);
        await PutAsync("mail.eml", "x-sender: a@b.example\n");
        _clock.Advance(Second);
        await PutAsync("mail.eml", Whole);
        await LookAsync(() => _taker.Taken.Count == 1);
        Assert.Equal([".hidden", "half.eml.tmp"], Names("pickup"));
        Assert.False(Directory.Exists(_folder["bad"]));
    }

    [Fact]
    [Trait("Rows", "RL-12, RL-15")]
    public async Task What_nobody_can_send_lies_with_the_reason_beside_it_and_the_rest_flows()
    {
        await StartAsync();
        await PutAsync("1.eml", "no mail at all");
        await PutAsync("2.eml", Whole);
        await PutAsync("3.eml", new string('x', 5000));
        await LookAsync(() => Names("pickup").Length == 0 && Names("pickup/.taken").Length == 0);
        Assert.Single(_taker.Taken);
        Assert.Equal([".bad", ".txt", ".bad", ".txt"], Names("bad").Select(Path.GetExtension));
        var reasons = Names("bad").Where(n => n.EndsWith(".txt", StringComparison.Ordinal))
            .Select(n => File.ReadAllText(_folder["bad/" + n])).Order();
        Assert.Equal(
            [
                "it has 5000 octets; permitted: 4096\n",
                "nobody is named whom it is to, neither with x-receiver: nor with To\n",
            ],
            reasons.Select(r => r["taken from the pickup directory, not sent: ".Length..]));
    }

    [Fact]
    [Trait("Rows", "RL-15")]
    public async Task What_cannot_be_kept_now_stays_where_it_is()
    {
        _taker.Reply = Replies.NoRoom;
        await StartAsync();
        await PutAsync("mail.eml", Whole);
        await LookAsync(() => _taker.Taken.Count >= 2);
        Assert.Single(Names("pickup/.taken"));
        _taker.Reply = Replies.Noop;
        await LookAsync(() => Names("pickup/.taken").Length == 0);
    }

    [Fact]
    [Trait("Rows", "RL-15")]
    public async Task What_was_taken_and_not_sent_before_a_stop_is_sent_after_it()
    {
        Directory.CreateDirectory(_folder["pickup/.taken"]);
        await File.WriteAllTextAsync(_folder["pickup/.taken/7f-1.eml"], Whole);
        await StartAsync();
        await LookAsync(() => Names("pickup/.taken").Length == 0);
        Assert.Single(_taker.Taken);
    }

    [Fact]
    [Trait("Rows", "RL-15")]
    public async Task One_that_cannot_be_taken_does_not_hold_up_the_others()
    {
        await StartAsync();
        await PutAsync("1.eml", Whole);
        // Whatever it is to become, something is there already.
        Directory.CreateDirectory(_folder["bad"]);
        await PutAsync("2.eml", new string('x', 5000));
        await PutAsync("3.eml", Whole + new string('x', 5000));
        await PutAsync("4.eml", Whole);
        await LookAsync(() => _taker.Taken.Count == 2 && Names("bad").Length == 4);
    }

    [Fact]
    public async Task A_name_that_is_no_UTF_8_hinders_nobody()
    {
        await StartAsync();
        await ShellAsync("echo x > \"$0/$(printf 'caf\\351').eml\"");
        await PutAsync("mail.eml", Whole);
        await LookAsync(() => !File.Exists(_folder["pickup/mail.eml"]) && Names("pickup/.taken").Length == 0);
        Assert.Single(_taker.Taken);
        Assert.Single(Names("pickup"));
        // Nobody could delete it from here.
        await ShellAsync("rm \"$0\"/caf*");
    }

    [Fact]
    public async Task A_link_and_what_has_no_length_are_left_alone()
    {
        await StartAsync();
        await File.WriteAllTextAsync(_folder["secret"], Whole);
        File.CreateSymbolicLink(_folder["pickup/link.eml"], _folder["secret"]);
        await PutAsync("empty.eml", "");
        await PutAsync("mail.eml", Whole);
        await LookAsync(() => !File.Exists(_folder["pickup/mail.eml"]) && Names("pickup/.taken").Length == 0);
        Assert.Equal(["empty.eml", "link.eml"], Names("pickup"));
        Assert.Single(_taker.Taken);
    }

    private async Task ShellAsync(string command)
    {
        using var shell = System.Diagnostics.Process.Start("sh", ["-c", command, _folder["pickup"]]);
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
    }

    private Task StartAsync()
    {
        Directory.CreateDirectory(_folder["pickup"]);
        _pickup = new Pickup(
            new PickupOptions(_folder["pickup"], new BadmailOptions(_folder["bad"], null), "gate.example", Second)
            {
                MostOctets = 4096,
            },
            _taker, new Badmail(NullLogger.Instance), _clock, NullLogger.Instance);
        _pickup.Start(Task.CompletedTask);
        return _clock.ArmedAsync(Second);
    }

    private async Task LookAsync(Func<bool> until) => await Eventually.TrueAsync(
        () =>
        {
            _clock.Advance(Second);
            return until();
        },
        "nothing was picked up");

    // As one does it who cannot rename.
    private Task PutAsync(string name, string text) => File.WriteAllTextAsync(_folder["pickup/" + name], text);

    private string[] Names(string folder) =>
        [.. Directory.GetFiles(_folder[folder]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private sealed class Taker : IAcceptance
    {
        public List<(Arriving Message, string Content)> Taken { get; } = [];

        public Reply Reply { get; set; } = Replies.Noop;

        public bool SendsReports => true;

        public bool CanRequireTls(Mailbox? recipient) => false;

        public Reply? Refusal => null;

        public IArrival Begin(Arriving message) => new Arrival(this, message);

        private sealed class Arrival(Taker taker, Arriving message) : IArrival
        {
            private readonly MemoryStream _content = new();

            public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel) =>
                _content.WriteAsync(octets, cancel);

            public ValueTask<Reply> AcceptAsync(CancellationToken cancel)
            {
                taker.Taken.Add((message, System.Text.Encoding.UTF8.GetString(_content.ToArray())));
                return new(taker.Reply);
            }

            public ValueTask DisposeAsync() => _content.DisposeAsync();
        }
    }
}
