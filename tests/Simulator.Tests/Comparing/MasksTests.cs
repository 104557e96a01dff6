using SmtpSim.Comparing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Comparing;

[Trait("Rows", "SM-10")]
public sealed class MasksTests
{
    [Theory]
    [InlineData("mx.example.org ESMTP ready", "<host> ESMTP ready")]
    [InlineData("hello at Sat, 21 Nov 2026 11:37:48 +0000 (UTC)", "hello at <date>")]
    [InlineData("2026-11-21T11:37:48.123Z ok", "<date> ok")]
    [InlineData("Sat Nov 21 11:37:48 2026", "<date>")]
    [InlineData("ok: queued as 4F1B2C3D4E", "ok: queued as <id>")]
    [InlineData("OK id=1rXyz-0001Ab-2C", "OK id=<id>")]
    [InlineData("Message-ID: <20261121.1@vm>", "Message-ID: <id>")]
    [InlineData("hello [192.0.2.7], pleased", "hello <ip>, pleased")]
    [InlineData("hello ::ffff:192.0.2.7 and [IPv6:::ffff:192.0.2.7]", "hello <ip> and <ip>")]
    [InlineData("hello [IPv6:2001:db8::ffff:192.0.2.7]", "hello <ip><ip>")]
    [InlineData("hello [IPv6:2001:db8::1]", "hello <ip>")]
    [InlineData("hello 2001:db8:0:0:0:0:0:1, ::1", "hello <ip>, <ip>")]
    [InlineData("ready at 10:20:30", "ready at <date>")]
    [InlineData("ratio 1:2:3", "ratio 1:2:3")]
    [InlineData("5.7.1 id required", "5.7.1 id required")]
    [InlineData("ID mismatch", "ID mismatch")]
    [InlineData("queued, id 4XyZabcd", "queued, id <id>")]
    [InlineData("2.1.5 <someone@recipient.example> fine", "2.1.5 <someone@recipient.example> fine")]
    [InlineData("5.7.1 relaying denied", "5.7.1 relaying denied")]
    [InlineData("SIZE 10485760", "SIZE 10485760")]
    [InlineData("ENHANCEDSTATUSCODES 8BITMIME", "ENHANCEDSTATUSCODES 8BITMIME")]
    public void What_is_another_each_time_is_masked(string text, string masked) =>
        Assert.Equal(masked, Masks.Of(null)!.Masked(text));

    [Theory]
    [InlineData("none", "at 2026-11-21 on mx.example")]
    [InlineData("date", "at <date> on mx.example")]
    [InlineData("host, date", "at <date> on <host>")]
    public void The_header_chooses(string header, string masked) =>
        Assert.Equal(masked, Masks.Of(header)!.Masked("at 2026-11-21 on mx.example"));

    [Fact]
    public void A_mask_that_does_not_exist_is_none() =>
        Assert.All(["dates", "", ",", "none, id"], header => Assert.Null(Masks.Of(header)));

    [Fact]
    public void Every_mask_that_a_header_may_name_is_there_and_no_other()
    {
        const string all = "on 2026-11-21 id=x4711y at 192.0.2.1 by mx.example.com";
        Assert.Equal(Masks.Of(null)!.Masked(all), Masks.Of(string.Join(',', TranscriptParser.MaskNames))!.Masked(all));
        Assert.All(
            TranscriptParser.MaskNames,
            name => Assert.Contains($"<{name}>", Masks.Of(name)!.Masked(all), StringComparison.Ordinal));
    }
}
