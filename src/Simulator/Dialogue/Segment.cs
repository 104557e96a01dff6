using System.Text;
using SmtpSim.Transcripts;

namespace SmtpSim.Dialogue;

/// <summary>What one side said in one piece.</summary>
/// <param name="At">Since the connection began.</param>
/// <param name="Text">
/// A character an octet; a character of <see cref="FirstMark"/> and above stands for a secret that was taken out.
/// </param>
public sealed record Segment(TimeSpan At, Speaker Speaker, string Text)
{
    /// <summary>Private use: no octet.</summary>
    public const char FirstMark = '\uE000';

    /// <summary>Of more secrets in one conversation than there are marks the last ones share one.</summary>
    public const char LastMark = '\uF8FF';

    public static Segment Of(TimeSpan at, Speaker speaker, ReadOnlySpan<byte> octets) =>
        new(at, speaker, Encoding.Latin1.GetString(octets));

    /// <summary>The name of the value that stands where a secret stood: <c>secret1</c>.</summary>
    public static string NameOf(char mark) => $"secret{mark - FirstMark + 1}";

    public static bool IsMark(char c) => c >= FirstMark;
}
