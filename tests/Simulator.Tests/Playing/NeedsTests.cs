using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class NeedsTests
{
    private const string Nothing = "nothing says what '{{who}}' is: give it a value, or capture {who} before";

    [Theory]
    [InlineData("S: 220 {who}\nC: HELO {{who}}")]
    [InlineData("C: HELO {{given}}\nS: 250 {{given*3}} {{x*70}}")]
    [InlineData("@for who in a,b\nC: HELO {{who}}\n@end")]
    [InlineData("@repeat 2\nS: 250 {who}\nC: HELO {{who}}\n@end")]
    [InlineData("S: 250 or S: 251 {who}\nC: HELO {{who}}")]
    [InlineData("@if cap SIZE\nS: 250 {who}\n@end\nC: HELO {{who}}")]
    [InlineData("@unordered\nS: 250 {who}\nS: 251\n@end\nC: HELO {{who}}")]
    [InlineData("@mail header Subject: {who}\nC: HELO {{who}}")]
    [InlineData("C: AUTH PLAIN {{b64:\\0$given\\0x}}")]
    [InlineData("S~ ^2{{given}}")]
    public void A_name_that_is_given_or_captured_is_there(string script) => Met(script);

    [Theory]
    [InlineData("C: HELO {{who}}\nS: 220 {who}", 1)]
    [InlineData("C: x\nC+ {{who}}", 1)]
    [InlineData("S~ ^2{{who}}", 1)]
    [InlineData("@body <<E\nx\nE\nC+ {{who}}", 1)]
    [InlineData("S: 220\nS: 250 {{who}} {who}", 2)]
    [InlineData("S: 220\nS: 250 or S: 251 {{who}}", 2)]
    [InlineData("S> \"{{who}}\"", 1)]
    [InlineData("@body <<E\nx\n{{who}}\nE", 1)]
    [InlineData("@inject \"{{who}}\"\nC: STARTTLS", 2)]
    [InlineData("C: x\n@repeat 2\nC: {{who}}\n@end", 3)]
    [InlineData("@unordered\nS: 250 {{who}}\nS: 251\n@end", 1)]
    [InlineData("S: 220\n@for who in {{who}}\nC: x\n@end", 2)]
    [InlineData("@mail count 1 id {{who}}", 1)]
    [InlineData("C: AUTH PLAIN {{b64:\\0$who\\0x}}", 1)]
    public void A_name_that_nobody_gives_is_told_with_its_line(string script, int line)
    {
        var told = Assert.Single(Assert.Throws<UnusableFileException>(() => Met(script)).Diagnostics);
        Assert.Equal(("t.smtp", line, Nothing), (told.File, told.Line, told.Message));
    }

    [Fact]
    public void All_names_that_nobody_gives_are_told()
    {
        const string Script = "C: HELO {{who}}\nC: {{what}} {{who}} {{why}}\nC+ {{what}}";
        var told = Assert.Throws<UnusableFileException>(() => Met(Script)).Diagnostics;
        Assert.Equal([1, 2, 2], told.Select(d => d.Line));
    }

    [Fact]
    public void What_a_server_is_to_hear_may_stand_in_a_file_and_need_names_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("body.txt", "x\n{{who}}\n");
        folder.Write("part.smtp", "# why\nC: DATA\n@body body.txt\n");
        var source = TranscriptSource.Load(folder.Write("whole.smtp", "@include part.smtp\n"));
        foreach (var role in new[] { Role.Server, Role.Client })
        {
            var script = ScriptCompiler.Compile(source, role);
            var told = Assert.Throws<UnusableFileException>(() => Needs.Met(script, new Variables(), hasMail: true));
            // The included file is named, not the one that includes it.
            Assert.Equal(("part.smtp", 3), (Path.GetFileName(told.Diagnostics[0].File), told.Diagnostics[0].Line));
        }
    }

    [Fact]
    public void Mail_is_looked_at_where_there_is_some()
    {
        var told = Assert.Throws<UnusableFileException>(() => Met("C: x\n@mail count 1", hasMail: false));
        Assert.StartsWith("t.smtp:2:1: @mail looks at", told.Message, StringComparison.Ordinal);
    }

    private static void Met(string script, bool hasMail = true) => Needs.Met(
        ScriptCompiler.Compile(Stage.Source(script), Role.Client), new Variables([new("given", "g")]), hasMail);
}
