using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class ScriptCompilerTests
{
    [Theory]
    [InlineData("@mail header Subject *", "1:1: @mail header needs a name and what it is: @mail header Subject: *")]
    [InlineData("@mail envelope to <a@b>", "1:1: @mail envelope needs 'from' or 'rcpt' and what was said: "
        + "@mail envelope rcpt <a@b> NOTIFY=*")]
    [InlineData("@mail content nowhere.eml", "1:1: @mail: there is no file 'nowhere.eml' in .")]
    [InlineData("@source here\nC: x", "1:1: @source: 'here' is no IP address of this machine, like 127.0.0.2")]
    [InlineData("S: 220\n@source 127.0.0.2\nC: x",
        "2:1: @source stands above the first line of its connection, which has begun here")]
    [InlineData("@server a\nS: 220", "1:1: @server begins a part of a choreography, which is played as a whole")]
    [InlineData("@unordered\nC: x\n@end", "2:1: in @unordered stands what the other side says on one connection, "
        + "and nothing else")]
    [InlineData("@unordered\nS: 1\nS2: 2\n@end", "3:1: in @unordered stands what the other side says on one connection, "
        + "and nothing else")]
    [InlineData("@bdat any", "1:1: '@bdat any' can only be expected, and this side sends the body")]
    [InlineData("C~ x", "1:1: 'C~ x' can only be expected, and this side says it")]
    [InlineData("C? x", "1:1: 'C? x' can only be expected, and this side says it")]
    [InlineData("@body any", "1:1: '@body any' can only be expected, and this side sends the body")]
    [InlineData("@chunk 1", "1:1: @chunk applies to the next line, but none follows")]
    [InlineData("@repeat 2\n@within 1s\n@end\nS: 250", "2:1: @within applies to the next line, but none follows")]
    [InlineData("@chunk 1\nS: 250", "1:1: @chunk shapes what this side sends, but an expectation follows")]
    [InlineData("@within 1s\nC: x", "1:1: @within bounds an expectation, but this side sends the next line")]
    [InlineData("@after 1s\nC: x", "1:1: @after bounds an expectation, but this side sends the next line")]
    [InlineData("S: 250\nor C: x", "2:1: an alternative is said by the same side on the same connection as the line above it")]
    [InlineData("S: 250\nor S2: 250", "2:1: an alternative is said by the same side on the same connection as the line above it")]
    [InlineData("@on connect -> S: 220", "1:1: @on rules and lines in order do not mix: "
        + "a script with rules is served, not walked")]
    [InlineData("@tls fail alert 999", "1:1: '999' is no alert of TLS: they have numbers from 0 to 255 (RFC 8446 6), "
        + "like 40 handshake_failure")]
    [InlineData("@tls start cert=nowhere.pem", "1:1: @tls: there is no file 'nowhere.pem' in .")]
    [InlineData("@include nowhere.smtp", "1:1: @include: there is no file 'nowhere.smtp' in .")]
    [InlineData("C: DATA\n@body nowhere.eml", "2:1: @body: there is no file 'nowhere.eml' in .")]
    public void What_a_client_cannot_play_is_an_error(string script, string message) =>
        Assert.Equal($"t.smtp:{message}", Error(script, Role.Client));

    [Theory]
    [InlineData("@source 127.0.0.1\nS: 220", "1:1: @source says where a client connects from; this side accepts")]
    [InlineData("S: 2xx", "1:1: '2xx' names several codes: it can be expected, but a server says one")]
    [InlineData("S: 220\nS+ 450,451 x", "2:1: '450,451 x' names several codes: it can be expected, but a server says one")]
    [InlineData("S~ ^2", "1:1: 'S~ ^2' can only be expected, and this side says it")]
    [InlineData("S? 250", "1:1: 'S? 250' can only be expected, and this side says it")]
    [InlineData("C: x\nor S: y", "2:1: an alternative is said by the same side on the same connection as the line above it")]
    public void What_a_server_cannot_play_is_an_error(string script, string message) =>
        Assert.Equal($"t.smtp:{message}", Error(script, Role.Server));

    // Opened, it would prove nothing.
    [Theory]
    [InlineData("S[relay]: 220\n@eof on rely", "t.smtp:2:1: no line is of a connection 'rely'; did you mean 'relay'?")]
    [InlineData("C2: QUIT\n@repeat 2\n@quiet 1s on frist\n@end\nS[first]: 221",
        "t.smtp:3:1: no line is of a connection 'frist'; did you mean 'first'?")]
    public void A_misspelt_connection_is_an_error(string script, string message) =>
        Assert.Equal(message, Error(script, Role.Client));

    [Theory]
    [InlineData("S[c1]: 220\n@eof on c2")]
    [InlineData("S: 220\n@eof on 2")]
    [InlineData("S[a]: 220\n@eof on b")]
    [InlineData("S[mx1]: 220\n@eof on my1")]
    [InlineData("S[relay]: 220\n@eof on other")]
    public void A_connection_may_have_no_line(string script) =>
        Assert.Equal(2, ScriptCompiler.Compile(Stage.Source(script), Role.Client).Acts.Count);

    [Fact]
    public void Connections_without_end_are_refused_where_they_become_too_many()
    {
        var script = string.Concat(Enumerable.Range(1, 10_001).Select(i => $"S[c{i}]: 220\n"));
        Assert.Equal("t.smtp:10001:1: a script opens at most 10000 connections", Error(script, Role.Client));
    }

    [Fact]
    public void Each_side_sends_its_own_lines_and_hears_the_others()
    {
        const string script = "timeout: 3s\n\nS: 220\nC: a\nC+ b\nC2: c\nC+ d\nS2: 250\n";
        var client = ScriptCompiler.Compile(Stage.Source(script), Role.Client);
        Assert.Equal(["Hear", "Send", "Send", "Send", "Hear"], client.Acts.Select(a => a.GetType().Name));
        Assert.Equal(["a", "b"], ((Send)client.Acts[1]).Lines.Select(l => l.Text));
        Assert.Equal(["1", "2"], client.Connections);
        Assert.Equal(TimeSpan.FromSeconds(3), client.TimeLimit);
        var server = ScriptCompiler.Compile(Stage.Source(script), Role.Server);
        Assert.Equal(["Send", "Hear", "Hear", "Hear", "Hear", "Send"], server.Acts.Select(a => a.GetType().Name));
    }

    [Fact]
    public void A_file_that_includes_itself_is_an_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("loop.smtp", "C: x\n@include loop.smtp\n");
        var source = TranscriptSource.Load(folder.Path("loop.smtp"));
        var wrong = Assert.Throws<UnusableFileException>(() => ScriptCompiler.Compile(source, Role.Client));
        Assert.EndsWith(
            "loop.smtp:2:1: @include goes deeper than 16 files: does a file include itself?",
            wrong.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_include_is_found_beside_its_file_and_played_in_its_place()
    {
        using var folder = new TemporaryFolder();
        folder.Write("main.smtp", "S: 220\n@include parts/hello.smtp\nC: QUIT\n");
        folder.Write("parts/hello.smtp", "C: EHLO x\n@include reply.smtp\n");
        folder.Write("parts/reply.smtp", "S: 250\n");
        var script = ScriptCompiler.Compile(TranscriptSource.Load(folder.Path("main.smtp")), Role.Client);
        Assert.Equal(["S: 220", "C: EHLO x", "S: 250", "C: QUIT"], script.Acts.Select(a => TranscriptWriter.Show(a.Step)));
    }

    [Fact]
    public void A_scale_goes_on_behind_the_file_that_it_stands_in()
    {
        using var folder = new TemporaryFolder();
        folder.Write("main.smtp", "@include fast.smtp\n@within 2s\nS: 220\n");
        folder.Write("fast.smtp", "@scale x0.5\n");
        var script = ScriptCompiler.Compile(TranscriptSource.Load(folder.Path("main.smtp")), Role.Client);
        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<Hear>(script.Acts[0]).Within);
    }

    [Fact]
    public void What_includes_without_end_is_told_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("wild.smtp", string.Concat(Enumerable.Repeat("@include wild.smtp\n", 1500)));
        var source = TranscriptSource.Load(folder.Path("wild.smtp"));
        var wrong = Assert.Throws<UnusableFileException>(() => ScriptCompiler.Compile(source, Role.Client));
        Assert.Single(wrong.Diagnostics);
    }

    [Fact]
    public void A_mistake_in_an_included_file_is_told_there()
    {
        using var folder = new TemporaryFolder();
        folder.Write("main.smtp", "@include part.smtp\n");
        folder.Write("part.smtp", "C: x\n@wait 5\n");
        var source = TranscriptSource.Load(folder.Path("main.smtp"));
        var wrong = Assert.Throws<UnusableFileException>(() => ScriptCompiler.Compile(source, Role.Client));
        Assert.Contains("part.smtp:2:7: @wait needs", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var told = Error(
            "S: 220\n@tls start cert=rotten\n@within 1s\nC: x\n@repeat 2\n@tls is versin=1\n@end\nS: 250\n@chunk 1\n",
            Role.Client).Split(Environment.NewLine);
        Assert.Equal(["t.smtp:2:1", "t.smtp:3:1", "t.smtp:6:1", "t.smtp:9:1"], told.Select(t => t.Split(": ")[0]));
    }

    private static string Error(string script, Role role) =>
        Assert.Throws<UnusableFileException>(() => ScriptCompiler.Compile(Stage.Source(script), role)).Message;

    [Fact]
    public void A_shape_before_an_expected_body_is_an_error() =>
        Assert.Contains("@chunk", Error("@chunk 1\n@body any\nS: 250", Role.Server), StringComparison.Ordinal);

    [Fact]
    public void A_shape_before_a_block_is_for_its_first_line_or_an_error()
    {
        try
        {
            var acts = ScriptCompiler.Compile(Stage.Source("@cut 1\n@repeat 1\nC: a\n@end\nC: b"), Role.Client).Acts;
            Assert.Equal(Shape.Whole, ((Send)acts[1]).Shape);
        }
        catch (UnusableFileException)
        {
            // As good.
        }
    }

    [Fact]
    public void A_directive_is_for_the_connection_used_last_even_in_a_block() => Assert.Equal(
        "2", ScriptCompiler.Compile(Stage.Source("C: a\n@repeat 1\nC2: b\n@end\n@close"), Role.Client).Acts[^1].Connection);

    [Fact]
    public void A_time_limit_that_is_no_duration_is_an_error() =>
        Assert.Contains("soon", Error("timeout: soon\n\nC: a", Role.Client), StringComparison.Ordinal);

    [Theory]
    [InlineData("@scale x0.5\n@within 2s\nS: 220", 1000)]
    [InlineData("@within 2s\nS: 220\n@scale x0.5", 2000)]
    [InlineData("@scale x10\n@repeat 1\n@within 300ms\nS: 220\n@end", 3000)]
    public void Durations_behind_a_scale_are_multiplied(string script, int milliseconds)
    {
        var act = ScriptCompiler.Compile(Stage.Source(script), Role.Client).Acts[0];
        var hear = (Hear)(act is Repeat repeat ? repeat.Acts[0] : act);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), hear.Within);
    }

    [Fact]
    public void A_scaled_duration_stays_within_a_day()
    {
        var wait = (Do)ScriptCompiler.Compile(Stage.Source("@scale x999999999\n@wait 20h"), Role.Client).Acts[0];
        Assert.Equal("86400000ms", wait.Directive.Arguments[0]);
    }

    [Theory]
    [InlineData("C: NOOP\n@cut 2\nC+ NOOP", "2:1: @cut shapes a whole write: put it above the first line that is joined")]
    [InlineData("@serve default", "1:1: a script with @serve is served by its rules, not walked")]
    public void What_would_be_done_otherwise_than_meant_is_an_error(string script, string message) =>
        Assert.Contains(message, Error(script, Role.Client), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n\n")]
    [InlineData("title: nothing\n\n")]
    public void A_script_of_nothing_is_an_error(string script) =>
        Assert.Contains("there is nothing to play", Error(script, Role.Client), StringComparison.Ordinal);
}
