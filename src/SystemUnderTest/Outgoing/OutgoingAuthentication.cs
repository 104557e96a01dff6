using System.Text.RegularExpressions;
using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>Shows the next host who the gateway is: a client's half of RFC 4954.</summary>
internal static partial class OutgoingAuthentication
{
    // SCRAM has two; a host that asks for ever is not answered for ever.
    private const int MostChallenges = 8;

    /// <summary>What stood in the way, nothing where it succeeded.</summary>
    /// <param name="inClear">Passwords may be said without TLS: somebody has decided so.</param>
    public static async ValueTask<Answer> RunAsync(
        OutgoingConnection connection, IReadOnlyList<string> extensions, Credentials account, bool inClear,
        CancellationToken cancel)
    {
        var offered = extensions.FirstOrDefault(e => e.StartsWith("AUTH ", StringComparison.Ordinal))?[5..] ?? "";
        if (Sasl.Choose(offered, account, connection.IsSecured || inClear) is not { } mechanism)
            return Trouble.NoAuthentication;
        var show = connection.Show;
        show?.Invoke($"C: AUTH {mechanism.Mechanism} …");
        // What follows is nobody's to see.
        connection.Show = null;
        var answer = await ConverseAsync(connection, mechanism, cancel);
        connection.Show = show;
        return answer with { Reply = answer.Reply is { } reply ? WithoutWords(reply) : null };
    }

    // Some hosts repeat what they refuse, as it was or in another form, and this goes into logs and reports: the code says
    // enough.
    private static Reply WithoutWords(Reply reply) => reply with
    {
        Lines = [$"{Status().Match(reply.Lines[0]).Value}authentication failed"],
    };

    private static async ValueTask<Answer> ConverseAsync(
        OutgoingConnection connection, Sasl mechanism, CancellationToken cancel)
    {
        // RFC 4954 4: "=" is an answer of no octets.
        var first = mechanism.Initial is { } initial ? Text(initial, "=") : "";
        var answer = await connection.AskAsync($"AUTH {mechanism.Mechanism} {first}".TrimEnd(), cancel);
        for (var i = 0; i < MostChallenges && answer.Reply is { Code: 334 } challenge; i++)
        {
            var said = Octets(challenge) is { } octets ? mechanism.Answer(octets) : null;
            answer = await connection.AskAsync(said is null ? "*" : Text(said, ""), cancel);
        }
        return Judged(answer, mechanism);
    }

    private static Answer Judged(Answer answer, Sasl mechanism)
    {
        if (answer.Reply is { Code: 235 })
            // A host that does not know the password either is not the one that was meant.
            return mechanism.IsAssured ? default(Answer) : Trouble.Insecure;
        return answer.Reply is { Code: >= 400 } || answer.Reply is null ? answer : Trouble.Nonsense;
    }

    private static string Text(byte[] octets, string empty) => octets.Length == 0 ? empty : Convert.ToBase64String(octets);

    private static byte[]? Octets(Reply challenge)
    {
        var text = challenge.Lines[0];
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var count) ? octets[..count] : null;
    }

    // RFC 2034 4; not a number that could be anything.
    [GeneratedRegex("^[245]\\.[0-9]{1,2}\\.[0-9]{1,2} ")]
    private static partial Regex Status();
}
