using SmtpSim.Transcripts;

namespace SmtpSim.Mutating;

/// <summary>What was found so far.</summary>
/// <param name="canGoOn">A target that has ended is started again.</param>
internal sealed class Ledger(bool canGoOn)
{
    private readonly List<Finding> _known = [];

    public List<Find> Finds { get; } = [];

    /// <summary>There is somebody left to try, and not enough was found.</summary>
    /// <param name="most">So many finds are enough.</param>
    public bool Goes(int most) => Finds.Count < most
        && (canGoOn || _known.All(f => f.Misdeed != Misdeed.Crash));

    public bool IsNew(Finding finding) => _known.All(f => !IsLike(f, finding));

    /// <summary>False where it turned out to be like one before: large it may look like another than small.</summary>
    public bool Keep(Finding large, Find find)
    {
        var isNew = IsNew(find.Finding);
        _known.AddRange([large, find.Finding]);
        if (isNew)
            Finds.Add(find);
        return isNew;
    }

    // The same misdeed behind the same kind of command is one fault, until that is mended.
    private static bool IsLike(Finding one, Finding other) =>
        one.Misdeed == other.Misdeed && Kind(one.Text) == Kind(other.Text);

    // What is quoted: a command, or what the target said, which may have an id of its own each time. All that are no commands are
    // one; what is awaited and none stands for itself.
    private static (string Before, string Word) Kind(string text)
    {
        var parts = text.Split('\'');
        var quoted = parts.ElementAtOrDefault(1) ?? "";
        if (quoted is Reading.Greeting or Reading.EndOfData or Reading.OpenLine)
            return (parts[0], quoted);
        var word = string.Concat(quoted.TakeWhile(char.IsAsciiLetter)).ToUpperInvariant();
        return (parts[0], RuleConditions.Triggers.Contains(word) ? word : "");
    }
}
