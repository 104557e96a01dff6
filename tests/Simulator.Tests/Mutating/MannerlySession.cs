using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpSim.Tests.Mutating;

/// <summary>Answers as RFC 5321, 3030 and 4954 say.</summary>
internal sealed class MannerlySession(MannerlyLines lines, Manners manners, MannerlyMail mail)
{
    private const string NotNow = "503 not now";

    private static readonly Regex Mail = new("^MAIL FROM:<[!-~]*>( [!-~]+)*$", RegexOptions.IgnoreCase);
    private static readonly Regex Rcpt = new("^RCPT TO:<[!-~]+>( [!-~]+)*$", RegexOptions.IgnoreCase);
    private static readonly Regex Bdat = new("^BDAT ([0-9]{1,6})( LAST)?$", RegexOptions.IgnoreCase);

    private bool _isGreeted;
    private bool _hasMail;
    private bool _hasRecipient;
    private bool _hasChunk;

    public async Task RunAsync()
    {
        await lines.SayAsync("220 ready");
        string line;
        do
        {
            line = await lines.ReadLineAsync();
            await HearAsync(line, line.TrimEnd(' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        while (!line.TrimEnd(' ').Equals("QUIT", StringComparison.OrdinalIgnoreCase));
    }

    private Task HearAsync(string line, string[] words)
    {
        if (line == manners.Mutes)
            return Task.CompletedTask;
        var isEarly = manners.NeedsHello && !_isGreeted
            && words.FirstOrDefault()?.ToUpperInvariant() is not ("EHLO" or "HELO" or "QUIT");
        return isEarly ? lines.SayAsync(NotNow) : AnswerAsync(line, words);
    }

    private async Task AnswerAsync(string line, string[] words)
    {
        var verb = words.FirstOrDefault()?.ToUpperInvariant();
        switch (verb)
        {
            case "DATA" when words.Length == 1 && _hasRecipient && !_hasChunk:
                await lines.SayAsync("354 go on");
                await lines.ReadContentAsync();
                await TakeAsync();
                break;
            case "BDAT":
                await ChunkAsync(Bdat.Match(line));
                break;
            case "AUTH" when words.Length > 1:
                await AuthenticateAsync(words);
                break;
            default:
                await lines.SayAsync(Reply(verb, line, words.Length));
                if (verb is not null && verb == manners.AnswersTwice)
                    await lines.SayAsync(Reply(verb, line, words.Length));
                break;
        }
    }

    private string Reply(string? verb, string line, int words) => verb switch
    {
        "EHLO" or "HELO" when words == 2 => Greeted(verb),
        "RSET" when words == 1 => Reset("250 forgotten"),
        "MAIL" => Begun(!_hasMail && Mail.IsMatch(line)),
        "RCPT" => Joined(_hasMail && !_hasChunk && Rcpt.IsMatch(line)),
        "NOOP" => "250 nothing done",
        "QUIT" when words == 1 => "221 bye",
        _ => verb == "DATA" ? NotNow : "500 what",
    };

    private string Greeted(string verb)
    {
        _isGreeted = verb == "EHLO";
        return Reset(_isGreeted ? "250-ready\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 AUTH LOGIN" : "250 ready");
    }

    private string Begun(bool isRight)
    {
        _hasMail |= isRight;
        return isRight ? "250 sender" : NotNow;
    }

    private string Joined(bool isRight)
    {
        _hasRecipient |= isRight;
        return isRight ? "250 recipient" : NotNow;
    }

    private string Reset(string reply)
    {
        (_hasMail, _hasRecipient, _hasChunk) = (false, false, false);
        return reply;
    }

    private async Task TakeAsync()
    {
        await lines.SayAsync(Reset("250 taken"));
        mail.Accept();
    }

    private async Task ChunkAsync(Match chunk)
    {
        if (!chunk.Success)
        {
            await lines.SayAsync("421 where the chunk ends is not known");
            throw new SessionOverException();
        }
        await lines.ReadChunkAsync(int.Parse(chunk.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        if (!_hasRecipient)
        {
            await lines.SayAsync(NotNow);
            return;
        }
        _hasChunk = true;
        await (chunk.Groups[2].Length > 0 ? TakeAsync() : lines.SayAsync("250 chunk"));
    }

    private async Task AuthenticateAsync(string[] words)
    {
        if (!words[1].Equals("LOGIN", StringComparison.OrdinalIgnoreCase))
        {
            await lines.SayAsync("504 what");
            return;
        }
        foreach (var challenge in (string[])["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"])
        {
            await lines.SayAsync(challenge);
            if (await lines.ReadLineAsync() == "*")
            {
                await lines.SayAsync("501 given up");
                return;
            }
        }
        await lines.SayAsync("235 in");
    }
}
