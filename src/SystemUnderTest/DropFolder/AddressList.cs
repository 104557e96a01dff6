using System.Text;

namespace SmtpGate.DropFolder;

/// <summary>A header field's addresses one by one, those of groups too (RFC 5322 3.4), each as it stands there.</summary>
internal sealed class AddressList
{
    private readonly List<string> _items = [];
    private readonly StringBuilder _item = new();

    // What ends the quotes, comments, angle brackets and literals that are open: in them nothing separates anything.
    private readonly Stack<char> _within = new();

    private AddressList()
    {
    }

    public static IReadOnlyList<string> Items(string field)
    {
        var list = new AddressList();
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 1 < field.Length)
                list._item.Append(field[i]).Append(field[++i]);
            else
                list.Take(field[i]);
        }
        list.End();
        return list._items;
    }

    private void Take(char next)
    {
        if (_within.Count > 0)
            TakeWithin(next);
        else if (next is ',' or ';')
            End();
        else if (next == ':')
            // What stood before it is a group's name.
            _item.Clear();
        else
            TakeOpening(next);
    }

    private void TakeWithin(char next)
    {
        var end = _within.Peek();
        if (next == end)
            _item.Append(_within.Pop());
        else if (end == '"')
            _item.Append(next);
        else
            TakeOpening(next);
    }

    private void TakeOpening(char next)
    {
        _item.Append(next);
        if (Ending(next) is { } end)
            _within.Push(end);
    }

    private void End()
    {
        if (!string.IsNullOrWhiteSpace($"{_item}"))
            _items.Add($"{_item}".Trim());
        _item.Clear();
    }

    private static char? Ending(char opening) => opening switch
    {
        '"' => '"',
        '(' => ')',
        '<' => '>',
        '[' => ']',
        _ => null,
    };
}
