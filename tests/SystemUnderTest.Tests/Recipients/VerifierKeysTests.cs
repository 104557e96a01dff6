using SmtpGate.Recipients;

namespace SmtpGate.Tests.Recipients;

public sealed class VerifierKeysTests
{
    [Fact]
    public void The_defaults_are_those_of_RcptProxy()
    {
        var settings = Loaded.Verifier("{}");
        Assert.Null(settings.Server);
        Assert.Equal("world", settings.HeloName);
        Assert.Equal(TimeSpan.FromSeconds(300), settings.IdleTime);
        Assert.Equal(TimeSpan.FromSeconds(1800), settings.LifeTime);
        Assert.Equal(TimeSpan.FromMilliseconds(3000), settings.TimeLimit);
        Assert.True(settings.DisconnectOnReject);
        Assert.Equal("rcptproxy@localhost", settings.MailFrom);
        Assert.Equal(["127.0.0.1"], settings.Bypass.Select(b => b.ToString()));
        Assert.Equal("Unable to relay to @", settings.ErrorText);
        Assert.Equal(550, settings.ErrorCode);
        Assert.Equal(OnTemporary.Accept, settings.OnTemporary);
        Assert.False(settings.Exact);
    }

    // number, name, the default spelt out, another value, and how that reads
    [Theory]
    [InlineData("0", "InternalServer", "\"\"", "\"10.0.0.1\"", "Server = 10.0.0.1:25")]
    [InlineData("65554", "HeloName", "\"world\"", "\"gate\"", "HeloName = gate")]
    [InlineData("65555", "IdleSeconds", "300", "1", "IdleTime = 00:00:01")]
    [InlineData("65556", "ConnectionSeconds", "1800", "86400", "LifeTime = 1.00:00:00")]
    [InlineData("65557", "DisconnectOnReject", "-1", "0", "DisconnectOnReject = False")]
    [InlineData("65558", "MailFrom", "\"<rcptproxy@localhost>\"", "\"\"", "MailFrom = ,")]
    [InlineData("65559", "TimeLimitMilliseconds", "3000", "1", "TimeLimit = 00:00:00.0010000")]
    [InlineData("65560", "Bypass", "[\"127.0.0.1\"]", "[\"::1\", \"::ffff:10.0.0.9\"]", " ::1,10.0.0.9")]
    [InlineData("65561", "ErrorText", "\"Unable to relay to @\"", "\"No\"", "ErrorText = No,")]
    [InlineData("65562", "ErrorCode", "550", "450", "ErrorCode = 450")]
    public void A_key_is_read_by_its_number_and_by_its_name(
        string number, string name, string @default, string other, string reads)
    {
        var defaults = Loaded.Describe(Loaded.Verifier("{}"));
        foreach (var key in new[] { number, name })
        {
            Assert.Equal(defaults, Loaded.Describe(Loaded.Verifier($$"""{ "{{key}}": {{@default}} }""")));
            var described = Loaded.Describe(Loaded.Verifier($$"""{ "{{key}}": {{other}} }"""));
            Assert.Contains(reads, described, StringComparison.Ordinal);
            Assert.NotEqual(defaults, described);
        }
        Assert.Contains(
            Loaded.Problems(Loaded.WithVerifier($$"""{ "{{number}}": {{other}}, "{{name}}": {{other}} }""")),
            p => p.Message == $"{number} and {name} are the same setting; keep one of them");
    }

    [Theory]
    [InlineData("65553")]
    [InlineData("Port")]
    public void The_port_is_25_or_what_is_set(string key)
    {
        Assert.Equal(25, Loaded.Verifier("""{ "0": "10.0.0.1" }""").Server?.Port);
        Assert.Equal(2525, Loaded.Verifier($$"""{ "0": "10.0.0.1", "{{key}}": 2525 }""").Server?.Port);
    }

    [Fact]
    public void Numbers_and_names_are_each_given_once()
    {
        var keys = typeof(VerifierKeys).GetFields().Where(f => f.FieldType == typeof(VerifierKey))
            .Select(f => (VerifierKey)f.GetValue(null)!).ToList();
        Assert.Equal(keys.Select(k => k.Name).Order(), VerifierKeys.All.Select(k => k.Name).Order());
        Assert.Equal(keys.Count, keys.Select(k => k.Name).Distinct().Count());
        Assert.Equal([0, 1, .. Enumerable.Range(65553, 10)], keys.Select(k => k.Number).OfType<int>().Order());
    }

    [Theory]
    [InlineData("mail.example")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.1:25")]
    [InlineData("")]
    public void A_server_that_is_no_IP_address_is_none_and_no_problem(string server) =>
        Assert.Null(Loaded.Verifier($$"""{ "InternalServer": "{{server}}" }""").Server);

    [Fact]
    public void Without_a_list_127_0_0_1_and_the_internal_server_are_not_verified()
    {
        Assert.Equal(
            ["127.0.0.1", "10.0.0.1"], Loaded.Verifier("""{ "0": "10.0.0.1" }""").Bypass.Select(b => b.ToString()));
        Assert.Empty(Loaded.Verifier("""{ "0": "10.0.0.1", "65560": [] }""").Bypass);
    }

    [Theory]
    [InlineData("accept", OnTemporary.Accept)]
    [InlineData("tempfail", OnTemporary.Tempfail)]
    [InlineData("Reject", OnTemporary.Reject)]
    public void A_temporary_answer_means_what_is_set(string text, OnTemporary read) =>
        Assert.Equal(read, Loaded.Verifier($$"""{ "OnTemporaryAnswer": "{{text}}" }""").OnTemporary);

    [Theory]
    [InlineData("IdleSeconds", "1", "86400")]
    [InlineData("ConnectionSeconds", "1", "86400")]
    [InlineData("TimeLimitMilliseconds", "1", "86400000")]
    [InlineData("ErrorCode", "400", "599")]
    [InlineData("Port", "1", "65535")]
    public void Both_ends_of_a_range_are_permitted(string key, string least, string most)
    {
        Assert.NotNull(Loaded.Verifier($$"""{ "{{key}}": {{least}} }"""));
        Assert.NotNull(Loaded.Verifier($$"""{ "{{key}}": {{most}} }"""));
    }

    [Theory]
    [Trait("Rows", "RP-26")]
    [InlineData("no domain", "192.0.2.1", "Domain is \"no domain\"; permitted: a domain, or *.domain for all below it")]
    [InlineData("a.example", "mail", "Address is \"mail\"; permitted: an IP address")]
    public void A_server_for_what_is_no_domain_is_a_problem(string domain, string address, string problem) =>
        Assert.Equal(
            [$"Sinks:0:Settings:Servers:0:{problem}"],
            Loaded.Problems(Loaded.WithVerifier(
                $$"""{ "Servers": [{ "Domain": "{{domain}}", "Address": "{{address}}" }] }""")).Select(p => p.Message));

    // It is sent as it stands, without SMTPUTF8 (RFC 6531 3.2, 5321-4.1.2-03).
    [Fact]
    public void A_sender_that_needs_SMTPUTF8_is_a_problem() =>
        Assert.NotEmpty(Loaded.Problems(Loaded.WithVerifier("""{ "MailFrom": "jö@localhost" }""")));

    // RFC 6531 3.7.1: only ASCII in EHLO.
    [Fact]
    public void A_name_above_ASCII_is_a_problem() =>
        Assert.NotEmpty(Loaded.Problems(Loaded.WithVerifier("""{ "HeloName": "bücher.example" }""")));

    [Fact]
    public void A_server_in_IPv6_notation_bypasses_as_the_IPv4_address_it_is() => Assert.Contains(
        "10.0.0.1", Loaded.Verifier("""{ "InternalServer": "::ffff:10.0.0.1" }""").Bypass.Select(b => b.ToString()));

    [Theory]
    [InlineData("10.0.1")]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    public void A_short_form_is_no_IP_address(string server) =>
        Assert.Null(Loaded.Verifier($$"""{ "InternalServer": "{{server}}" }""").Server);
}
