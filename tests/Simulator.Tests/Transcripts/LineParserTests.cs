using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class LineParserTests
{
    [Theory]
    [InlineData("C: EHLO x", Speaker.Client, "1", Form.Plain, "EHLO x")]
    [InlineData("S: 250", Speaker.Server, "1", Form.Plain, "250")]
    [InlineData("C+ DATA", Speaker.Client, "1", Form.Joined, "DATA")]
    [InlineData("C> \"a\\r\\n\"", Speaker.Client, "1", Form.Octets, "\"a\\r\\n\"")]
    [InlineData("S= 250 ok", Speaker.Server, "1", Form.Exact, "250 ok")]
    [InlineData("S~ ^2", Speaker.Server, "1", Form.Regex, "^2")]
    [InlineData("S? 250", Speaker.Server, "1", Form.Optional, "250")]
    [InlineData("C2: x", Speaker.Client, "2", Form.Plain, "x")]
    [InlineData("S9999: x", Speaker.Server, "9999", Form.Plain, "x")]
    [InlineData("C[relay-1.b]+ x", Speaker.Client, "relay-1.b", Form.Joined, "x")]
    [InlineData("C[1]: x", Speaker.Client, "1", Form.Plain, "x")]
    [InlineData("C:", Speaker.Client, "1", Form.Plain, "")]
    [InlineData("C:  ", Speaker.Client, "1", Form.Plain, " ")]
    [InlineData("C: # no comment", Speaker.Client, "1", Form.Plain, "# no comment")]
    [InlineData("C: } {a {b} {{c}} *", Speaker.Client, "1", Form.Plain, "} {a {b} {{c}} *")]
    public void A_line_has_a_speaker_a_connection_a_form_and_a_text(
        string text, Speaker speaker, string connection, Form form, string said) =>
        Assert.Equal(new Line(default, speaker, connection, form, said, []), Wrong.Single<Line>(text));

    [Theory]
    [InlineData("C:EHLO", "1:3: a space stands behind 'C:'")]
    [InlineData("S[relay]~250", "1:10: a space stands behind 'S[relay]~'")]
    [InlineData("D: x", "1:1: 'D: x' is neither a line (C: S: C> S~ …), nor a directive (@wait …), nor 'or'")]
    [InlineData("c: x\n", "1:1: there is no header 'c'; "
        + "there are title, id, spec, timeout, mask, target, recorded")]
    [InlineData("\n C: x", "2:1: ' C: x' is neither a line (C: S: C> S~ …), nor a directive (@wait …), nor 'or'")]
    [InlineData("\nC1234567: x", "2:1: 'C1234567: x' is neither a line (C: S: C> S~ …), nor a directive (@wait …), nor 'or'")]
    [InlineData(
        "\nabcdefghijklmnopqrstuvwxyz",
        "2:1: 'abcdefghijklmnopqrstuvwx…' is neither a line (C: S: C> S~ …), nor a directive (@wait …), nor 'or'")]
    public void The_head_of_a_line_is_held_to_its_form(string text, string message) => Assert.Equal(message, Wrong.Of(text));

    [Theory]
    [InlineData("S: a {{b", "1:6: '{{' is never closed by '}}'")]
    [InlineData("C: {{}}", "1:4: a name stands between '{{' and '}}'")]
    [InlineData("C= {{  }}", "1:4: a name stands between '{{' and '}}'")]
    [InlineData("C+ {{a}} {{b}", "1:10: '{{' is never closed by '}}'")]
    [InlineData("C> \"{{a\"", "1:5: '{{' is never closed by '}}'")]
    public void A_value_to_insert_has_a_name_and_an_end(string text, string message) => Assert.Equal(message, Wrong.Of(text));

    [Theory]
    [InlineData("C> abc", "1:4: octets stand in one pair of quotes: \"250 ok\\r\\n\"")]
    [InlineData("C> \"abc", "1:4: octets stand in one pair of quotes: \"250 ok\\r\\n\"")]
    [InlineData("C> \"", "1:4: octets stand in one pair of quotes: \"250 ok\\r\\n\"")]
    [InlineData("C> \"a\" \"b\"", "1:4: octets stand in one pair of quotes: \"250 ok\\r\\n\"")]
    [InlineData("C> \"a\\\"", "1:4: octets stand in one pair of quotes: \"250 ok\\r\\n\"")]
    [InlineData("S> \"ab\\q\"", "1:7: '\\q\"' is no escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH")]
    [InlineData("S2> \"\\x1\"", "1:6: '\\x1\"' is no escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH")]
    [InlineData("S> \"\\r\\x1g\"", "1:7: '\\x1g\"' is no escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH")]
    public void Octets_are_quoted_and_escaped(string text, string message) => Assert.Equal(message, Wrong.Of(text));

    [Theory]
    [InlineData("S~ (", "1:5: the regular expression is wrong: ")]
    [InlineData("S~ a[z-a]", "1:9: the regular expression is wrong: ")]
    [InlineData("S~ *", "1:5: the regular expression is wrong: ")]
    public void A_wrong_regular_expression_is_reported_where_it_is_wrong(string text, string message) =>
        Assert.StartsWith(message, Wrong.Of(text), StringComparison.Ordinal);
}
