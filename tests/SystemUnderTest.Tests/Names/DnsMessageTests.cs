using System.Net;
using FsCheck.Fluent;
using SmtpGate.Names;

namespace SmtpGate.Tests.Names;

public sealed class DnsMessageTests
{
    [Fact]
    public void A_question_says_its_name_its_type_and_what_an_answer_may_weigh() => Assert.Equal(
        "12340100000100000000000101610765" + "78616D706C6500000F0001" + "00002904D0000000000000",
        Convert.ToHexString(DnsMessage.Question(0x1234, "a.example", RecordType.Mx, extended: true)!));

    [Fact]
    public void A_label_that_is_too_long_makes_no_question() =>
        Assert.Null(DnsMessage.Question(1, new string('a', 64), RecordType.A, extended: false));

    [Fact]
    public void An_answer_is_read_with_its_pointers()
    {
        // a.example MX 10 mx.a.example; an A record of it; a TXT record, which nobody asked for
        var octets = Answer(
            "8180", 3, "C00C 000F 0001 0000003C 0007 000A 026D78 C00C", "C029 0001 0001 0000003C 0004 7F000001",
            "C00C 0010 0001 0000003C 0002 0161");
        var answer = DnsMessage.Answer(octets, 0x1234, "A.example.", RecordType.Mx);
        Assert.Equal(DnsOutcome.Found, answer!.Outcome);
        Assert.Equal(
            [new DnsRecord.Exchange("a.example", 10, "mx.a.example"), new DnsRecord.Address("mx.a.example", IPAddress.Loopback)],
            answer.Records);
    }

    [Theory]
    [InlineData("8183", DnsOutcome.NoSuchName, false)]
    [InlineData("8182", DnsOutcome.Unknown, false)]
    [InlineData("8181", DnsOutcome.NotUnderstood, false)]
    [InlineData("8185", DnsOutcome.Unknown, false)]
    [InlineData("8380", DnsOutcome.Found, true)]
    public void An_answer_says_what_became_of_the_question(string flags, DnsOutcome outcome, bool isCut)
    {
        var answer = DnsMessage.Answer(Answer(flags, 0), 0x1234, "a.example", RecordType.Mx)!;
        Assert.Equal((outcome, isCut), (answer.Outcome, answer.IsCut));
    }

    [Fact]
    public void What_answers_another_question_is_no_answer()
    {
        var octets = Answer("8180", 0);
        Assert.Null(DnsMessage.Answer(octets, 0x1235, "a.example", RecordType.Mx));
        Assert.Null(DnsMessage.Answer(octets, 0x1234, "b.example", RecordType.Mx));
        Assert.Null(DnsMessage.Answer(octets, 0x1234, "a.example", RecordType.A));
        var question = DnsMessage.Question(0x1234, "a.example", RecordType.Mx, extended: false);
        Assert.Null(DnsMessage.Answer(question, 0x1234, "a.example", RecordType.Mx));
    }

    [Theory]
    [InlineData("C00C")]
    [InlineData("C029")]
    [InlineData("0361 620D 00")]
    [InlineData("3F61")]
    public void A_name_that_is_none_or_goes_in_circles_is_not_waited_for(string name)
    {
        var octets = Answer("8180", 1, $"C00C 000F 0001 0000003C 0006 000A {name}");
        // The name itself stands at 0x29; the pointer to the question is right.
        var answer = DnsMessage.Answer(octets, 0x1234, "a.example", RecordType.Mx);
        Assert.Equal(name == "C00C" ? 1 : 0, answer?.Records.Count ?? 0);
    }

    [Fact]
    public void It_never_throws() => Generators.Holds(Prop.ForAll(
        Gen.Choose(0, 255).Three().Select(g => ((byte)g.Item1, (byte)g.Item2, (byte)g.Item3)).ToArbitrary(), Reads), 2000);

    private static bool Reads((byte At, byte Value, byte End) how)
    {
        var (at, value, end) = how;
        var whole = Answer(
            "8180", 2, "C00C 000F 0001 0000003C 0007 000A 026D78 C00C", "C027 0001 0001 0000003C 0004 7F000001");
        whole[at % whole.Length] = value;
        _ = DnsMessage.Answer(whole, 0x1234, "a.example", RecordType.Mx);
        _ = DnsMessage.Answer(whole.AsSpan(0, end % whole.Length), 0x1234, "a.example", RecordType.Mx);
        return true;
    }

    private static byte[] Answer(string flags, int count, params string[] records) => Convert.FromHexString(
        $"1234 {flags} 0001 {count:X4} 0000 0000 01 61 07 6578616D706C65 00 000F 0001 {string.Concat(records)}"
            .Replace(" ", "", StringComparison.Ordinal));
}
