using System.Text.RegularExpressions;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Queue;

namespace SmtpGate.Tests.Queue;

public sealed class QueueSettingsTests
{
    [Fact]
    [Trait("Rows", "RL-08, RL-09, RL-13")]
    public void The_defaults_are_those_of_the_documents()
    {
        var options = Read("").Options;
        Assert.Equal([15, 30, 60, 240], options.Retries.Intervals.Select(i => i.TotalMinutes));
        Assert.Equal((12, 48), (options.Retries.DelayNotice!.Value.TotalHours, options.Retries.Expiry.TotalHours));
        Assert.Equal((20, 100), (options.MessagesPerConnection, options.RecipientsPerMessage));
        Assert.Equal(TimeLimits.Standard, options.Limits);
    }

    [Theory]
    [Trait("Rows", "RL-04")]
    [InlineData("mail.a.example", "mail.a.example:25")]
    [InlineData("[10.0.0.5]", "10.0.0.5:25")]
    [InlineData("[IPv6:::1]", "::1:25")]
    public void A_smart_host_is_a_name_or_an_address_in_square_brackets(string host, string route) =>
        Assert.Equal(route, Read($"\"SmartHost\": \"{host}\"").Routes.Others?.ToString());

    [Theory]
    [InlineData("[mail.a.example]")]
    [InlineData("a b")]
    public void What_is_neither_is_refused(string host)
    {
        var problem = Assert.Single(Loaded.Problems(Settings($"\"SmartHost\": \"{host}\"", "")));
        Assert.Contains(
            "permitted: a host name, or an address in square brackets, or nothing", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rows", "RL-04, RL-05")]
    public void Each_remote_domain_has_its_own_way()
    {
        var routes = Loaded.From(Settings("\"SmartHost\": \"[10.0.0.1]\"", """
            { "Domain": "a.example", "Delivery": { "SmartHost": "[10.0.0.2]", "Port": 26, "Tls": "required" } },
            { "Domain": "*.b.example", "Delivery": { "SmartHost": "mail.b.example", "Tls": "none" } },
            { "Domain": "c.example" }
            """)).Servers[0].Queue!.Routes;
        Assert.Equal(new Route("10.0.0.2", 26, new OutgoingTls(TlsUse.Required, "10.0.0.2")), routes.Of("A.example"));
        Assert.Equal(new Route("mail.b.example", 25, OutgoingTls.None), routes.Of("x.b.example"));
        Assert.Equal("10.0.0.1:25", routes.Of("c.example")?.ToString());
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept()
    {
        Assert.Null(Loaded.From("""{ "Listeners": [{}] }""").Servers[0].Queue);
        var problem = Assert.Single(Loaded.Problems("""{ "Listeners": [{}], "Delivery": { "Mode": "queue" } }"""));
        Assert.Contains("Delivery:Mode is queue, and HomeDirectory names no folder", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_servers_do_not_keep_their_queues_in_one_folder() => Assert.Contains(
        "2 virtual servers keep their queues in the HomeDirectory",
        Assert.Single(Loaded.Problems("""
            { "VirtualServers": [
              { "Name": "a", "HomeDirectory": "x", "Listeners": [{ "Port": 26 }] },
              { "Name": "b", "HomeDirectory": "x/", "Listeners": [{ "Port": 27 }] }] }
            """)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("x", "p", null, null, null)]
    [InlineData("x", "p", "d", "d", "b")]
    [InlineData("x", "p", "d", "d/e", "x/queue/badmail")]
    public void Drop_directories_may_be_shared_and_badmail_lies_below_its_queue(
        string home, string pickup, string? drop, string? other, string? badmail) =>
        Assert.Equal(2, Loaded.From(TwoServers(home, pickup, drop, other, badmail)).Servers.Count);

    [Theory]
    [InlineData("x", "x/queue", null, null, null, "the Pickup '*x/queue' and the queue '*x/queue'")]
    [InlineData("x", "x", null, null, null, "the Pickup '*x' and the queue '*x/queue'")]
    [InlineData("x", "y/queue", null, null, null, "the Pickup '*y/queue' and the queue '*y/queue'")]
    [InlineData("x", "p", "p/.taken", null, null, "the Pickup '*p' and the Drop '*p/.taken'")]
    [InlineData("x", "p", null, "p", null, "the Pickup '*p' and the Drop '*p'")]
    [InlineData("x", "p", "x/queue", null, null, "the queue '*x/queue' and the Drop '*x/queue'")]
    [InlineData("x", "p", "d", null, "d", "the Drop '*d' and the Badmail '*d'")]
    [InlineData("x", "p", null, null, "x/queue/other", "the queue '*x/queue' and the Badmail '*x/queue/other'")]
    public void No_folder_lies_in_one_that_is_for_something_else(
        string home, string pickup, string? drop, string? other, string? badmail, string problem) =>
        Assert.Equal(
            $"{problem} lie one in the other; each needs a folder of its own",
            // Where the settings lie does not matter.
            Regex.Replace(
                Assert.Single(Loaded.Problems(TwoServers(home, pickup, drop, other, badmail))).Message,
                "'/[^']*/(?=[xypd]('|/))", "'*"));

    private static string TwoServers(string home, string pickup, string? drop, string? other, string? badmail) =>
        $$"""
        { "VirtualServers": [
          { "Name": "a", "HomeDirectory": "{{home}}", "Pickup": "{{pickup}}", "Listeners": [{ "Port": 26 }],
            "DefaultDomain": "a.example", "Delivery": { "Drop": "{{drop}}", "Badmail": "{{badmail}}" } },
          { "Name": "b", "HomeDirectory": "y", "Listeners": [{ "Port": 27 }],
            "DefaultDomain": "b.example", "Delivery": { "Drop": "{{other}}" } }] }
        """;

    [Fact]
    public void Copies_of_reports_go_to_a_mailbox() =>
        Assert.Equal(new Mailbox("ops", "a.example"), Read("\"ReportCopies\": \"ops@a.example\"").Options.ReportCopies);

    private static QueueTerms Read(string delivery) => Loaded.From(Settings(delivery, "")).Servers[0].Queue!;

    private static string Settings(string delivery, string domains) =>
        $$"""
        { "HomeDirectory": "x", "Listeners": [{}], "Delivery": { {{delivery}} }, "RemoteDomains": [{{domains}}] }
        """;
}
