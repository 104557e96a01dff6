using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class CommandParserTests
{
    // What a mutation puts in: what the grammar turns on.
    private static readonly byte[] Telling = [.. "<>@:\"\\.[],= -aA5"u8, 0, 9, 10, 13, 0x7F, 0x80, 0xC3, 0xA9, 0xFF];

    private static readonly byte[][] Valid =
    [
        "EHLO [IPv6:2001:db8::1]"u8.ToArray(),
        "HELO client.example"u8.ToArray(),
        "MAIL FROM:<@h1.example,@h2.example:a.b@b.example> SIZE=10 BODY=8BITMIME SMTPUTF8"u8.ToArray(),
        "RCPT TO:<\"a \\\" b\"@[192.0.2.1]>"u8.ToArray(),
        "RCPT TO:<Postmaster>"u8.ToArray(),
        "VRFY someone"u8.ToArray(),
        "NOOP text"u8.ToArray(),
    ];

    private static Gen<byte[]> AnyOctets => Generators.Octets(Telling).ArrayOf();

    private static Gen<byte[]> Mutations =>
        from line in Gen.Elements(Valid)
        from at in Gen.Choose(0, line.Length)
        from taken in Gen.Choose(0, Math.Min(3, line.Length - at))
        from put in Generators.Octets(Telling).ArrayOf().Resize(4)
        select (byte[])[.. line[..at], .. put, .. line[(at + taken)..]];

    public static TheoryData<string, string, string> Vectors => Fixtures.Rows("commands.tsv");

    public static TheoryData<string, string, string> Found => Fixtures.Rows("found.tsv");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_line_is_the_command_or_earns_the_reply_of_the_standard(string input, string expected, string clause) =>
        Rendered.Matches(expected, Rendered.Parse(Fixtures.Octets(input)), clause, input);

    [Theory]
    [MemberData(nameof(Found))]
    public void Inputs_that_were_once_found_are_read_as_they_were_judged(string input, string expected, string clause) =>
        Rendered.Matches(expected, Rendered.Parse(Fixtures.Octets(input)), clause, input);

    [Fact]
    public void Any_octets_are_a_command_or_earn_a_negative_reply() =>
        Generators.Holds(Prop.ForAll(AnyOctets.ToArbitrary(), IsCommandOrRefused), 5000);

    [Fact]
    public void Any_octets_behind_a_verb_are_a_command_or_earn_a_negative_reply() => Generators.Holds(Prop.ForAll(
        Gen.Elements("EHLO ", "MAIL FROM:", "MAIL FROM:<", "RCPT TO:<a@", "RCPT TO:<\"", "MAIL FROM:<> ")
            .Zip(AnyOctets).Select(v => (byte[])[.. Encoding.ASCII.GetBytes(v.Item1), .. v.Item2]).ToArbitrary(),
        IsCommandOrRefused), 5000);

    [Fact]
    public void Mutated_commands_are_commands_or_earn_a_negative_reply() =>
        Generators.Holds(Prop.ForAll(Mutations.ToArbitrary(), IsCommandOrRefused), 5000);

    [Fact]
    public void A_control_octet_in_a_line_is_never_part_of_an_address() => Generators.Holds(Prop.ForAll(
        Mutations.Where(m => m.Any(o => o is < 32 or 127 && o != 9)).ToArbitrary(),
        line => Assert.IsType<Command.Unreadable>(CommandParser.Parse(line))));

    [Fact]
    public void What_is_accepted_is_accepted_again_when_it_is_said_again() => Generators.Holds(Prop.ForAll(
        Mutations.ToArbitrary(), line =>
        {
            var once = CommandParser.Parse(line);
            if (once is Command.Mail mail)
                Assert.Equal(once, CommandParser.Parse(Encoding.UTF8.GetBytes(
                    $"MAIL FROM:{mail.From}{Rendered.Of(once)[(5 + mail.From.ToString().Length)..]}")));
            if (once is Command.Rcpt rcpt)
                Assert.Equal(once, CommandParser.Parse(Encoding.UTF8.GetBytes($"RCPT TO:<{rcpt.To}>")));
        }), 5000);

    [Theory]
    [InlineData("EHLO", "EHLO")]
    [InlineData("mail", "MAIL")]
    [InlineData("etrn x", "ETRN")]
    [InlineData("foo bar", "FOO")]
    [InlineData("X-FOO", "")]
    public void A_refused_line_keeps_its_verb_for_the_sinks(string line, string keyword) =>
        Assert.Equal(keyword, CommandParser.Parse(Encoding.ASCII.GetBytes(line)).Keyword);

    private static void IsCommandOrRefused(byte[] line)
    {
        var command = CommandParser.Parse(line);
        if (command is not Command.Unreadable { Why: var why })
            return;
        Assert.InRange(why.Code, 400, 599);
        Assert.NotNull(why.Enhanced);
        Assert.StartsWith($"{why.Code / 100}.", why.Enhanced, StringComparison.Ordinal);
    }
}
