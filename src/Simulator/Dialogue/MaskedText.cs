namespace SmtpSim.Dialogue;

/// <summary>A text of which some characters may be replaced; it is copied where one is, and else stays what it was.</summary>
internal sealed class MaskedText(string text)
{
    private char[]? _replaced;

    public int Length => text.Length;

    public char this[int index]
    {
        get => _replaced is null ? text[index] : _replaced[index];
        set => (_replaced ??= text.ToCharArray())[index] = value;
    }

    /// <summary>Without the places that were marked so.</summary>
    public string Without(char gone) => _replaced is null ? text : string.Concat(_replaced.Where(c => c != gone));

    public override string ToString() => _replaced is null ? text : new string(_replaced);
}
