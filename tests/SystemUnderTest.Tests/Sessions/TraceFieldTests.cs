using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Sessions;
using SmtpGate.Sinks;
using SmtpGate.Tests.Sinks;

namespace SmtpGate.Tests.Sessions;

public sealed class TraceFieldTests
{
    private static readonly ManualTime Clock = new();

    [Fact]
    public void It_says_from_whom_by_whom_with_what_and_when() => Assert.Equal(
        "Received: from client.example ([192.0.2.9])\r\n\tby gate.example with ESMTP id 7f-1;\r\n"
        + "\tMon, 5 Jan 2026 09:30:00 +0000\r\n",
        Received());

    [Theory]
    [InlineData(false, false, "SMTP")]
    [InlineData(true, false, "ESMTP")]
    [InlineData(true, true, "UTF8SMTP")]
    public void The_protocol_is_a_registered_name(bool extended, bool utf8, string protocol) =>
        Assert.Contains($" with {protocol} id ", Received(extended: extended, utf8: utf8), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, false, false, "ESMTPS")]
    [InlineData(false, true, false, "ESMTPA")]
    [InlineData(true, true, false, "ESMTPSA")]
    [InlineData(true, true, true, "UTF8SMTPSA")]
    public void It_says_whether_TLS_and_AUTH_were_used(bool secured, bool authenticated, bool utf8, string protocol) =>
        Assert.Contains(
            $" with {protocol} id ", Received(utf8: utf8, secured: secured, authenticated: authenticated),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("192.0.2.9", "([192.0.2.9])")]
    [InlineData("::ffff:192.0.2.9", "([192.0.2.9])")]
    [InlineData("2001:db8::9", "([IPv6:2001:db8::9])")]
    [InlineData("::1", "([IPv6:::1])")]
    public void The_address_is_a_literal(string address, string literal) =>
        Assert.Contains($" {literal}\r\n", Received(address), StringComparison.Ordinal);

    [Theory]
    [InlineData(-5, 30, "-0530")]
    [InlineData(2, 0, "+0200")]
    [InlineData(0, 0, "+0000")]
    public void The_zone_has_four_digits_and_no_colon(int hours, int minutes, string zone)
    {
        var offset = new TimeSpan(hours, hours < 0 ? -minutes : minutes, 0);
        var clock = new ManualTime { Zone = TimeZoneInfo.CreateCustomTimeZone("test", offset, "test", "test") };
        Assert.EndsWith($" {zone}\r\n", Received(clock: clock), StringComparison.Ordinal);
    }

    [Fact]
    public void No_recipient_is_named() => Assert.DoesNotContain("joe", Received(), StringComparison.Ordinal);

    [Fact]
    public void Each_line_is_folded_with_a_tab_and_ends_with_CRLF() =>
        Assert.Matches("\\AReceived: [^\r\n]+\r\n\t[^\r\n]+\r\n\t[^\r\n]+\r\n\\z", Received());

    [Fact]
    public void A_message_id_holds_the_time_and_differs_from_the_next()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => MessageId.New(Clock)).ToList();
        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches($"^{ManualTime.Start.ToUnixTimeMilliseconds():x}-[0-9a-f]{{10}}$", id));
    }

    private static PropertyBag Identity(bool authenticated)
    {
        var bag = new PropertyBag();
        if (authenticated)
            bag.PutBool(SessionProperty.Authenticated, true);
        return bag;
    }

    private static string Received(
        string address = "192.0.2.9", bool extended = true, bool utf8 = false, ManualTime? clock = null,
        bool secured = false, bool authenticated = false) => TraceField.Received(
        Services(clock ?? Clock),
        Asked.Session(address) with { Cipher = secured ? "TLS_AES_256_GCM_SHA384" : null, Properties = Identity(authenticated) },
        new Greeted("client.example", extended),
        new Envelope(ReversePath.Null, new MailParameters(Utf8: utf8), [new Mailbox("joe", "d.example")]),
        "7f-1");

    private static SessionServices Services(ManualTime clock) => new(
        "gate.example",
        SessionLimits.Default,
        null,
        new SinkBindings(new SinkChain([], NullLogger<SinkChain>.Instance)),
        new CutThrough(new CutThroughOptions(null, "gate.example", TimeSpan.FromSeconds(1)), clock,
            NullLogger<CutThrough>.Instance),
        clock,
        NullLogger.Instance);

    // RFC 5321 4.1.3 has none.
    [Fact]
    public void The_zone_of_a_link_local_address_is_no_part_of_the_literal() =>
        Assert.Contains(" ([IPv6:fe80::9])\r\n", Received("fe80::9%3"), StringComparison.Ordinal);
}
