using System.Net;
using SmtpGate.Names;

namespace SmtpGate.Tests.Names;

[Trait("Rows", "RL-14")]
public sealed class MailHostsTests
{
    [Fact]
    public async Task Hosts_come_in_the_order_of_their_preference() => Assert.Equal(
        "a.example 192.0.2.1; b.example 2001:db8::2,192.0.2.2; c.example 192.0.2.3",
        await FindAsync(
            "d.example MX 20 b.example", "d.example MX 10 a.example", "d.example MX 30 c.example", "a.example A 192.0.2.1",
            "b.example A 192.0.2.2", "b.example A 2001:db8::2", "c.example A 192.0.2.3"));

    [Fact]
    public async Task Equal_ones_take_turns()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 100; i++)
            seen.Add(await FindAsync(
                "d.example MX 10 a.example", "d.example MX 10 b.example", "a.example A 192.0.2.1", "b.example A 192.0.2.2"));
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task Of_very_many_the_best_are_asked_for()
    {
        var found = await FindAsync([.. Enumerable.Range(10, 90).SelectMany(i => new[]
        {
            $"d.example MX {i} h{i}.example", $"h{i}.example A 192.0.2.{i}",
        })]);
        Assert.Equal(20, found.Split(';').Length);
        Assert.StartsWith("h10.example", found, StringComparison.Ordinal);
        Assert.EndsWith("192.0.2.29", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_MX_the_domain_is_its_own_host() =>
        Assert.Equal("d.example 192.0.2.1", await FindAsync("d.example A 192.0.2.1"));

    [Fact]
    public async Task With_an_MX_that_is_of_no_use_it_is_not() =>
        Assert.Equal("NoAddress", await FindAsync("d.example MX 10 a.example", "d.example A 192.0.2.1"));

    [Fact]
    public async Task A_lone_MX_of_the_root_means_no_mail()
    {
        Assert.Equal("TakesNoMail", await FindAsync("d.example MX 0 .", "d.example A 192.0.2.1"));
        // RFC 7505 3: beside others it means nothing.
        Assert.Equal(
            "a.example 192.0.2.1", await FindAsync("d.example MX 0 .", "d.example MX 9 a.example", "a.example A 192.0.2.1"));
    }

    [Fact]
    public async Task An_MX_that_names_an_alias_is_passed_over() => Assert.Equal(
        "b.example 192.0.2.2",
        await FindAsync(
            "d.example MX 10 a.example", "d.example MX 20 b.example", "a.example CNAME x.example", "a.example A 192.0.2.1",
            "b.example A 192.0.2.2"));

    [Theory]
    [InlineData("gate.example", "gate.example A 192.0.2.2")]
    [InlineData("g.example", "g.example A 192.0.2.9")]
    public async Task Hosts_that_are_no_better_than_the_gateway_itself_are_not_asked(string name, string own)
    {
        Assert.Equal(
            "a.example 192.0.2.1",
            await FindAsync(
                "d.example MX 10 a.example", $"d.example MX 20 {name}", "d.example MX 30 c.example",
                "a.example A 192.0.2.1", own, "c.example A 192.0.2.3"));
        Assert.Equal(
            "ComesBack",
            await FindAsync($"d.example MX 10 {name}", "d.example MX 10 c.example", own, "c.example A 192.0.2.3"));
    }

    // Its hosts are asked again later: nobody knows the better one for now.
    [Fact]
    public async Task A_domain_whose_better_host_nobody_knows_does_not_come_back() => Assert.Equal(
        "Unknown", await FindAsync("d.example MX 10 a.example", "d.example MX 20 gate.example", "a.example ?"));

    [Fact]
    public async Task A_host_that_is_named_twice_is_one() => Assert.Equal(
        "a.example 192.0.2.1; b.example 192.0.2.2",
        await FindAsync(
            "d.example MX 10 a.example", "d.example MX 20 b.example", "d.example MX 30 a.example", "d.example MX 40 A.example",
            "a.example A 192.0.2.1", "A.example A 192.0.2.1", "b.example A 192.0.2.2"));

    [Fact]
    public async Task What_is_not_there_is_told_from_what_nobody_knows()
    {
        Assert.Equal("NoSuchDomain", await FindAsync());
        Assert.Equal("Unknown", await FindAsync("d.example ?"));
        Assert.Equal("Unknown", await FindAsync("d.example MX 10 a.example", "a.example ?"));
        Assert.Equal("NoAddress", await FindAsync("d.example MX 10 a.example", "a.example -"));
    }

    [Fact]
    public async Task An_international_domain_is_asked_for_in_ASCII() =>
        Assert.Equal("xn--jrg-sna.example 192.0.2.1", await FindAsync(["xn--jrg-sna.example A 192.0.2.1"], "jörg.example"));

    private static Task<string> FindAsync(params string[] zone) => FindAsync(zone, "d.example");

    private static async Task<string> FindAsync(string[] zone, string domain)
    {
        var own = IPAddress.Parse("192.0.2.9");
        var hosts = new MailHosts(
            new Zone(zone), (name, address) => address is null ? name == "gate.example" : own.Equals(address));
        var found = await hosts.FindAsync(domain, CancellationToken.None);
        return found.Why != NoHost.None
            ? found.Why.ToString()
            : string.Join("; ", found.Hosts.Select(h => $"{h.Name} {string.Join(',', h.Addresses)}"));
    }

    /// <summary>Records as people write them; "?" is a name that nobody can say anything of, "-" one without records.</summary>
    private sealed class Zone(string[] records) : INames
    {
        public ValueTask<DnsAnswer> AskAsync(string name, RecordType type, CancellationToken cancel)
        {
            var own = records.Select(r => r.Split(' ')).Where(r => r[0] == name).ToList();
            if (own.Exists(r => r[1] == "?"))
                return new(DnsAnswer.Unknown);
            var found = own.Select(r => Record(r, type)).OfType<DnsRecord>().ToList();
            return new(new DnsAnswer(own.Count == 0 ? DnsOutcome.NoSuchName : DnsOutcome.Found, found, false));
        }

        private static DnsRecord? Record(string[] words, RecordType type) => (words[1], type) switch
        {
            ("MX", RecordType.Mx) => new DnsRecord.Exchange(words[0], int.Parse(words[2], null), words[3].TrimEnd('.')),
            ("CNAME", _) => new DnsRecord.Alias(words[0], words[2]),
            ("A", RecordType.A) when !words[2].Contains(':') => new DnsRecord.Address(words[0], IPAddress.Parse(words[2])),
            ("A", RecordType.Aaaa) when words[2].Contains(':') => new DnsRecord.Address(words[0], IPAddress.Parse(words[2])),
            _ => null,
        };
    }
}
