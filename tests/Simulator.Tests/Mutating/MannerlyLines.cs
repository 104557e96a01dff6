using System.Net.Sockets;
using System.Text;

namespace SmtpSim.Tests.Mutating;

/// <summary>The client has gone, or the server has had enough.</summary>
internal sealed class SessionOverException : Exception;

/// <summary>Reads lines, and content, as its manners say, and replies.</summary>
internal sealed class MannerlyLines(Stream client, Manners manners, Action end)
{
    private readonly List<byte> _unread = [];
    private int _refusals;
    private bool _refusesRest;
    private bool _passesOver;

    /// <summary>All that was said so far.</summary>
    public List<byte> Heard { get; } = [];

    public async Task SayAsync(string reply)
    {
        // It is the server that takes its time.
        await Task.Delay(manners.Pause);
        var isTooMuch = reply[0] is '4' or '5' && ++_refusals > manners.MostRefusals;
        await client.WriteAsync(Encoding.Latin1.GetBytes(isTooMuch ? "421 enough\r\n" : $"{reply}\r\n"));
        if (isTooMuch)
            throw new SessionOverException();
    }

    public async Task<string> ReadLineAsync()
    {
        while (true)
        {
            var text = Text();
            if (manners.BareEnds == BareEnds.EndsLine && text.IndexOf('\n') is >= 0 and var any)
                return Take(any + 1).TrimEnd('\r', '\n');
            var end = text.IndexOf("\r\n", StringComparison.Ordinal);
            if (!_passesOver && IsCut && BareEnd(end < 0 ? text.TrimEnd('\r') : text[..end]) is >= 0 and var bare)
                await RefuseAsync(bare);
            else if (end < 0)
                await ReadOnAsync(text);
            else if (await EndedAsync(Take(end + 2)[..end]) is { } line)
                return line;
        }
    }

    // Before it has ended.
    private bool IsCut => manners.BareEnds is not (BareEnds.RefusesLine or BareEnds.EndsLine);

    /// <summary>Content up to its end, which goes, too.</summary>
    public async Task ReadContentAsync()
    {
        _unread.InsertRange(0, "\r\n"u8.ToArray());
        while (true)
        {
            var text = Text();
            var end = new[] { "\r\n.\r\n", manners.EndsMessage ?? "\r\n.\r\n" }
                .Select(e => (At: text.IndexOf(e, StringComparison.Ordinal), e.Length)).Where(e => e.At >= 0)
                .OrderBy(e => e.At).FirstOrDefault();
            if (end.Length > 0)
            {
                Take(end.At + end.Length);
                return;
            }
            await FillAsync();
        }
    }

    public async Task ReadChunkAsync(int octets)
    {
        while (_unread.Count < octets)
            await FillAsync();
        Take(octets);
    }

    // Null where it was answered before, or is now.
    private async Task<string?> EndedAsync(string line)
    {
        var (wasPassedOver, isRest) = (_passesOver, _refusesRest);
        (_passesOver, _refusesRest) = (false, false);
        if (wasPassedOver)
            return null;
        if (line.Length > manners.DropsBeyond)
            throw new SessionOverException();
        if (!isRest && line.Length <= manners.LongestLine
            && (manners.BareEnds != BareEnds.RefusesLine || BareEnd(line) < 0))
            return line;
        await SayAsync("500 no such line");
        return null;
    }

    private async Task RefuseAsync(int bare)
    {
        if (manners.BareEnds == BareEnds.Closes)
        {
            await SayAsync("421 no such line");
            throw new SessionOverException();
        }
        Take(bare + 1);
        _refusesRest = manners.BareEnds == BareEnds.RefusesPieces;
        _passesOver = manners.BareEnds == BareEnds.PassesOver;
        await SayAsync("500 no such line");
    }

    private async Task ReadOnAsync(string text)
    {
        if (!_passesOver && text.TrimEnd('\r').Length > manners.LongestLine)
        {
            _passesOver = true;
            await SayAsync("500 too long");
        }
        // The first half of its end may be there.
        if (_passesOver && text.Length > 1)
            Take(text.Length - 1);
        await FillAsync();
    }

    private static int BareEnd(string line) => line.AsSpan().IndexOfAny('\r', '\n');

    private string Text() => Encoding.Latin1.GetString([.. _unread]);

    private string Take(int octets)
    {
        var taken = Text()[..octets];
        _unread.RemoveRange(0, octets);
        return taken;
    }

    private async Task FillAsync()
    {
        var octets = new byte[65536];
        int count;
        try
        {
            count = await client.ReadAsync(octets);
        }
        catch (IOException gone) when (gone.InnerException is SocketException)
        {
            count = 0;
        }
        if (count == 0)
            throw new SessionOverException();
        _unread.AddRange(octets.AsSpan(0, count));
        Heard.AddRange(octets.AsSpan(0, count));
        if (manners.EndsAt is { } fatal && Heard.Contains(fatal))
        {
            end();
            throw new SessionOverException();
        }
        if (manners.HangsAt is { } deaf && Heard.Contains(deaf))
            await client.CopyToAsync(Stream.Null);
    }
}
