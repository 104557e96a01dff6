using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

/// <summary>What the parser says about a text.</summary>
internal static class Wrong
{
    /// <summary>All of it, a line each, the file's name left out: <c>1:1: message</c>.</summary>
    public static string Of(string text)
    {
        var (transcript, diagnostics) = TranscriptParser.Parse(text, "t.smtp");
        Assert.Equal(diagnostics.Count == 0, transcript is not null);
        Assert.All(diagnostics, d => Assert.StartsWith($"t.smtp:{d.Line}:{d.Column}: ", d.ToString(), StringComparison.Ordinal));
        return string.Join('\n', diagnostics.Select(d => d.ToString()["t.smtp:".Length..]));
    }

    public static Transcript None(string text)
    {
        Assert.Equal("", Of(text));
        return TranscriptParser.Parse(text, "t.smtp").Transcript!;
    }

    public static T Single<T>(string text)
        where T : Step => Assert.IsType<T>(Assert.Single(None(text).Steps));
}
