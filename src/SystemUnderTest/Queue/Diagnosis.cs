using System.Text.RegularExpressions;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>Why a recipient was not reached, in the words of RFC 3464.</summary>
/// <param name="Status">2.3.4: an enhanced status code.</param>
/// <param name="Code">2.3.6: what the host said, null where it said nothing.</param>
internal sealed partial record Diagnosis(string Status, string? Code, string Text)
{
    // Two of the longest reply lines (RFC 5321 4.5.3.1.5).
    private const int MostText = 1024;

    public static Diagnosis Of(Answer answer) => answer switch
    {
        { Reply: { } own, IsOwn: true } => Of(own) with { Code = null, Text = $"{own.Enhanced} {own.Lines[0]}" },
        { Reply: { } reply } => Of(reply),
        _ => Of(answer.Trouble).For(answer.Detail),
    };

    // A name in a certificate is another host's word, too.
    private Diagnosis For(string? detail) => detail is null ? this : this with { Text = $"{Text}: {Tamed(detail)}" };

    /// <summary>The same, but given up.</summary>
    public Diagnosis Expired => this with { Status = "4.4.7", Text = $"It could not be delivered in time; at last: {Text}" };

    /// <summary>The same, but it is tried again: RFC 3463 2 has 4 for that, whatever the host said.</summary>
    public Diagnosis Delayed => this with { Status = $"4{Status[1..]}" };

    private static Diagnosis Of(Reply reply)
    {
        var text = Tamed(string.Join(' ', reply.Lines));
        var enhanced = reply.Enhanced ?? Enhanced().Match(text).Value;
        // RFC 3463 2: there are 2, 4 and 5. A host that wants more where all was said is out of step.
        var kind = reply.Code / 100 is 3 ? 4 : reply.Code / 100;
        var status = enhanced.Length > 0 && enhanced[0] == '0' + kind ? enhanced : $"{kind}.0.0";
        return new Diagnosis(status, $"{reply.Code} {text}", $"{reply.Code} {text}");
    }

    // What another host says is not to be trusted with line ends of its own, nor with pages.
    private static string Tamed(string text) =>
        Unprintable().Replace(text.Length > MostText ? text[..MostText] + "..." : text, "?");

    private static Diagnosis Of(Trouble trouble) => trouble switch
    {
        Trouble.Unreachable => new("4.4.1", null, "the host cannot be reached"),
        Trouble.NoAuthentication => new("4.7.0", null, "the host offers no authentication that may be used"),
        Trouble.Unresolved => new("4.4.3", null, "nobody knows the host's address for now"),
        Trouble.Late => new("4.4.2", null, "the host did not answer in time"),
        Trouble.Nonsense => new("4.5.0", null, "the host answered nonsense"),
        Trouble.Insecure => new("4.7.5", null, "the connection could not be secured"),
        Trouble.Unwritable => new("4.3.0", null, "it could not be written where it belongs"),
        _ => new("4.4.2", null, "the connection broke off"),
    };

    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}(?= |$)")]
    private static partial Regex Enhanced();

    [GeneratedRegex("[^ -~]")]
    private static partial Regex Unprintable();
}
