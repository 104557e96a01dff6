using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>
/// What a script needs from outside: names that it inserts without having captured them, and mail to look at. Told before the
/// first octet.
/// </summary>
public static class Needs
{
    private const string NoMail =
        "@mail looks at what a next hop received, and there is none here: a choreography has one, and check";

    /// <param name="given">What <c>{{name}}</c> stands for at the start.</param>
    /// <param name="hasMail">There is a next hop whose mail <c>@mail</c> can look at.</param>
    /// <exception cref="UnusableFileException">Something is not there.</exception>
    public static void Met(Script script, Variables given, bool hasMail)
    {
        if (Missing(script, given, hasMail) is { Count: > 0 } all)
            throw new UnusableFileException(all);
    }

    /// <returns>All that is not there, none where it can be played; each name where it stands first.</returns>
    /// <inheritdoc cref="Met"/>
    public static IReadOnlyList<Diagnostic> Missing(Script script, Variables given, bool hasMail)
    {
        var (known, faults, told) = (given.Values.Keys.ToHashSet(), new List<Diagnostic>(), new HashSet<string>());
        foreach (var act in script.AllActs)
        {
            if (act is CheckMail && !hasMail)
                faults.Add(Wrong(script, act, NoMail));
            foreach (var why in Texts(act).SelectMany(t => Variables.Misfits(t, known)).Where(told.Add))
                faults.Add(Wrong(script, act, why));
            // It may come from an alternative, or not at all: the script knows no more than that it can.
            known.UnionWith(Captures(act).SelectMany(Pattern.Names));
            if (act is ForEach each)
                known.Add(each.Name);
        }
        return [.. faults.Distinct()];
    }

    private static IEnumerable<string> Texts(Act act) => act switch
    {
        Send send => [.. send.Lines.Select(l => l.Text), send.Shape.Inject ?? ""],
        SendBody body => [.. body.Lines, .. body.Behind.Select(l => l.Text)],
        Hear hear => hear.Choices.SelectMany(Texts),
        HearAll all => all.Hears.SelectMany(Texts),
        CheckMail mail => [.. mail.Directive.Arguments, .. mail.Lines ?? []],
        Do deed => deed.Directive.Arguments,
        ForEach each => [each.Values],
        _ => [],
    };

    private static IEnumerable<string> Texts(Choice choice) => choice switch
    {
        { Step: Line line } => [line.Text],
        { Expectation: BodyExpectation body } => body.Lines,
        _ => [],
    };

    private static IEnumerable<string> Captures(Act act) => act switch
    {
        Hear hear => hear.Choices.Select(c => c.Step).OfType<Line>().Select(l => l.Text),
        HearAll all => all.Hears.SelectMany(Captures),
        CheckMail or Do { Directive.Word: "tls" } => [string.Join(' ', ((Directive)act.Step).Arguments)],
        _ => [],
    };

    private static Diagnostic Wrong(Script script, Act act, string message) =>
        new(act.Step.At.In(script.File), act.Step.At.Number, 1, message);
}
