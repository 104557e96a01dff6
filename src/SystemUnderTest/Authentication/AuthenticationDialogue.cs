using System.Text;
using SmtpGate.Sinks;

namespace SmtpGate.Authentication;

/// <summary>One AUTH from its command to its last reply: takes the input in whatever pieces it comes, a line at a time.</summary>
public sealed class AuthenticationDialogue(Mechanism mechanism, AuthenticationDesk desk) : IInputSink
{
    // RFC 4954 4.3: enough for every mechanism there is; CRLF included.
    private const int LongestLine = 12288;

    private readonly IExchange _exchange = mechanism.Begin();
    private readonly List<byte> _line = [];
    private bool _isTooLong;

    /// <param name="initial">As it came behind the mechanism's name; null where nothing came.</param>
    public async ValueTask<AuthenticationAnswer> BeginAsync(string? initial, SinkSession session, CancellationToken cancel)
    {
        // RFC 4954 4: "=" is an initial response of no octets.
        var response = initial is null or "=" ? [] : Base64.Decode(initial);
        return response is null
            ? AuthenticationDesk.Done(AuthenticationReplies.NotBase64)
            : await AnswerAsync(initial is null ? null : response, session, cancel);
    }

    public async ValueTask OnInputAsync(InputContext context, CancellationToken cancel)
    {
        context.Taken = Take(context.Blob.Span);
        if (!IsWhole())
        {
            context.Status = SinkStatus.BlobReady;
            return;
        }
        var answer = await HearAsync(context.Session, cancel);
        _line.Clear();
        (context.Reply, context.Status, context.IsProtocolError) = (answer.Reply, answer.Status, answer.IsError);
    }

    // Up to the end of the line: what stands behind it is the next command's.
    private int Take(ReadOnlySpan<byte> piece)
    {
        var isSplit = _line.Count > 0 && _line[^1] == '\r' && piece[0] == '\n';
        var end = isSplit ? 1 : piece.IndexOf("\r\n"u8) is >= 0 and var at ? at + 2 : piece.Length;
        _isTooLong |= _line.Count + end > LongestLine;
        // Of a line that is too long only its end is of interest.
        var kept = _isTooLong ? piece[Math.Max(0, end - 2)..end] : piece[..end];
        if (_isTooLong)
            _line.RemoveRange(0, Math.Max(0, _line.Count - 1));
        _line.AddRange(kept);
        return end;
    }

    private bool IsWhole() => _line.Count >= 2 && _line[^1] == '\n' && _line[^2] == '\r';

    private async ValueTask<AuthenticationAnswer> HearAsync(SinkSession session, CancellationToken cancel)
    {
        if (_isTooLong)
            return AuthenticationDesk.Done(AuthenticationReplies.TooLong);
        var text = Encoding.Latin1.GetString([.. _line], 0, _line.Count - 2);
        if (text == "*")
            return AuthenticationDesk.Done(AuthenticationReplies.Cancelled);
        return Base64.Decode(text) is { } response
            ? await AnswerAsync(response, session, cancel)
            : AuthenticationDesk.Done(AuthenticationReplies.NotBase64);
    }

    private ValueTask<AuthenticationAnswer> AnswerAsync(byte[]? response, SinkSession session, CancellationToken cancel) =>
        desk.JudgeAsync(_exchange, response, mechanism.Name, session, cancel);
}
