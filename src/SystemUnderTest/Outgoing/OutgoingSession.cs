using System.Buffers;
using System.Net;

namespace SmtpGate.Outgoing;

/// <summary>How the gateway introduces itself to the next host.</summary>
/// <param name="HeloOnly">HELO at once, as a host of the year 1982 would.</param>
/// <param name="Tls">Null for none.</param>
public sealed record Introduction(string Name, bool HeloOnly = false, OutgoingTls? Tls = null)
{
    /// <summary>Who the gateway is to the host; null: nobody it would know.</summary>
    public Credentials? Account { get; init; }

    /// <summary>Told when there is a connection: from then on it may take longer.</summary>
    public Action? Connected { get; init; }

    /// <summary>Told of each line of the dialogue, where somebody wants to see it.</summary>
    public Action<string>? Show { get; init; }
}

/// <summary>One SMTP session with the next host: the client's half of RFC 5321.</summary>
public sealed class OutgoingSession : IDisposable
{
    private readonly OutgoingConnection _connection;

    private OutgoingSession(OutgoingConnection connection, IReadOnlyList<string> extensions, bool isSure)
    {
        _connection = connection;
        Extensions = extensions;
        IsSure = isSure;
    }

    /// <summary>It is behind TLS, with the host that is meant.</summary>
    public bool IsSure { get; }

    /// <summary>The keyword lines of the reply to EHLO, in capitals; none after HELO.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>True where the host closed meanwhile or said something unasked: a new session is needed.</summary>
    public bool IsOutOfStep => _connection.IsOutOfStep;

    /// <summary>Connects, hears the banner and introduces itself. A session, or what stood in the way of one.</summary>
    public static async ValueTask<(OutgoingSession? Session, Answer Obstacle)> OpenAsync(
        IPEndPoint host, Introduction introduction, CancellationToken cancel)
    {
        var connection = await OutgoingConnection.ConnectAsync(host, cancel);
        if (connection is null)
            return (null, Trouble.Unreachable);
        connection.Show = introduction.Show;
        introduction.Connected?.Invoke();
        try
        {
            var (extensions, obstacle) = await GreetAsync(connection, introduction, cancel);
            if (extensions is not null && introduction.Account is { } account)
                obstacle = await OutgoingAuthentication.RunAsync(
                    connection, extensions, account, introduction.Tls is null or { Use: TlsUse.None }, cancel);
            if (extensions is not null && obstacle == default)
                return (new OutgoingSession(connection, extensions, introduction.Tls is { IsSure: true }), default);
            connection.Dispose();
            return (null, obstacle);
        }
        catch (OperationCanceledException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Content goes with BDAT (RFC 3030), not behind DATA.</summary>
    public bool TakesChunks => Offers("CHUNKING");

    public bool Offers(string keyword) =>
        Extensions.Any(e => e == keyword || e.StartsWith(keyword + ' ', StringComparison.Ordinal));

    /// <param name="parameters">With a leading space each, as they go behind the path.</param>
    public ValueTask<Answer> MailAsync(string from, string parameters, CancellationToken cancel) =>
        _connection.AskAsync($"MAIL FROM:{from}{parameters}", cancel);

    public ValueTask<Answer> RcptAsync(string to, CancellationToken cancel) =>
        _connection.AskAsync($"RCPT TO:<{to}>", cancel);

    /// <summary>What stands behind the keyword, null where nothing does.</summary>
    public string? ValueOf(string keyword) =>
        Extensions.FirstOrDefault(e => e.StartsWith(keyword + ' ', StringComparison.Ordinal))?[(keyword.Length + 1)..];

    /// <summary>An answer waits to which there was no question.</summary>
    public bool HasSpokenUnasked => _connection.HasSpokenUnasked;

    public ValueTask<Answer> AskAsync(string line, CancellationToken cancel) => _connection.AskAsync(line, cancel);

    public ValueTask<Answer> DataAsync(CancellationToken cancel) => _connection.AskAsync("DATA", cancel);

    public ValueTask<Answer> ResetAsync(CancellationToken cancel) => _connection.AskAsync("RSET", cancel);

    public ValueTask<Answer> QuitAsync(CancellationToken cancel) => _connection.AskAsync("QUIT", cancel);

    /// <summary>Sends the content, in chunks where the host takes them, and waits for its word.</summary>
    public async ValueTask<Answer> MessageAsync(Stream content, CancellationToken cancel)
    {
        var sending = new OutgoingContent(_connection, TimeLimits.Standard, _ => { });
        if (TakesChunks)
            return await sending.SendChunksAsync(content, cancel);
        var go = await DataAsync(cancel);
        return go.IsGo ? await sending.SendAsync(content, cancel) : go.IsDone ? Trouble.Nonsense : go;
    }

    /// <summary>Sends the content in chunks, or behind a 354, and waits for the host's word on it.</summary>
    /// <param name="wait">Told how long each step may take, before it.</param>
    public ValueTask<Answer> ContentAsync(Stream content, TimeLimits limits, Action<TimeSpan> wait, CancellationToken cancel)
    {
        var sending = new OutgoingContent(_connection, limits, wait);
        return TakesChunks ? sending.SendChunksAsync(content, cancel) : sending.SendAsync(content, cancel);
    }

    /// <summary>Where lines are put that go out together; whoever puts them there counts the answers.</summary>
    public IBufferWriter<byte> Output => _connection.Output;

    /// <summary>False where the connection is lost.</summary>
    public ValueTask<bool> SendAsync(CancellationToken cancel) => _connection.FlushAsync(cancel);

    /// <summary>The next answer, to whatever was asked first; without its words where it says no more than 250.</summary>
    public ValueTask<Answer> HearAsync(CancellationToken cancel) => _connection.ReadOutcomeAsync(cancel);

    public void Dispose() => _connection.Dispose();

    private static async ValueTask<(IReadOnlyList<string>? Extensions, Answer Obstacle)> GreetAsync(
        OutgoingConnection connection, Introduction introduction, CancellationToken cancel)
    {
        var use = introduction.Tls?.Use ?? TlsUse.None;
        if (use == TlsUse.AtOnce && await connection.SecureAsync(introduction.Tls!, cancel) is { } problem)
            return (null, Answer.Insecure(problem));
        var (extensions, obstacle) = await IntroduceAsync(connection, introduction, cancel);
        if (extensions is null || use is TlsUse.None or TlsUse.AtOnce)
            return (extensions, obstacle);
        if (extensions.Contains("STARTTLS"))
            return await StartTlsAsync(connection, introduction, extensions, cancel);
        return use == TlsUse.Required ? (null, Answer.Insecure("it does not offer STARTTLS")) : (extensions, obstacle);
    }

    private static async ValueTask<(IReadOnlyList<string>? Extensions, Answer Obstacle)> StartTlsAsync(
        OutgoingConnection connection, Introduction introduction, IReadOnlyList<string> inClear, CancellationToken cancel)
    {
        // RFC 3207 4: then it is the client's choice; mail that would have gone in clear goes in clear, but no password.
        var mayBeClear = introduction is { Tls.Use: TlsUse.Opportunistic, Account: null };
        var go = await AskForTlsAsync(connection, mayBeClear, cancel);
        if (!go.IsDone)
            return !mayBeClear ? (null, go)
                : go.Reply is { Code: not 421 } ? (inClear, default)
                // On another connection.
                : (null, Answer.Insecure("it would not answer STARTTLS"));
        // RFC 3207 4.2: what was learned before is forgotten, what came behind the 220 too.
        if (connection.HasSpokenUnasked)
            return (null, Answer.Insecure("it spoke on in clear"));
        try
        {
            if (await connection.SecureAsync(introduction.Tls!, cancel) is { } problem)
                return (null, Answer.Insecure(problem));
            var (extensions, obstacle) = await HelloAsync(connection, introduction, cancel);
            // With TLS 1.3 a host that minds something says so behind the handshake.
            return extensions is null && obstacle.Reply is null
                ? (null, Answer.Insecure("it broke off behind the handshake"))
                : (extensions, obstacle);
        }
        catch (OperationCanceledException)
        {
            return (null, Answer.Insecure("it did not answer in time"));
        }
    }

    private static async ValueTask<Answer> AskForTlsAsync(
        OutgoingConnection connection, bool mayBeClear, CancellationToken cancel)
    {
        try
        {
            return await connection.AskAsync("STARTTLS", cancel);
        }
        catch (OperationCanceledException) when (mayBeClear)
        {
            return Trouble.Late;
        }
    }

    private static async ValueTask<(IReadOnlyList<string>? Extensions, Answer Obstacle)> IntroduceAsync(
        OutgoingConnection connection, Introduction introduction, CancellationToken cancel)
    {
        var banner = await connection.ReadReplyAsync(cancel);
        if (!banner.IsDone)
            return (null, banner);
        return await HelloAsync(connection, introduction, cancel);
    }

    private static async ValueTask<(IReadOnlyList<string>? Extensions, Answer Obstacle)> HelloAsync(
        OutgoingConnection connection, Introduction introduction, CancellationToken cancel)
    {
        var hello = introduction.HeloOnly ? default : await connection.AskAsync($"EHLO {introduction.Name}", cancel);
        if (hello.IsDone)
            return ([.. hello.Reply!.Lines.Skip(1).Select(l => l.ToUpperInvariant())], default);
        // RFC 5321 3.2: a host that does not know EHLO is asked with HELO; one that would rather not now is not.
        if (hello.Trouble != Trouble.None || hello.Reply is { Code: < 500 })
            return (null, hello);
        hello = await connection.AskAsync($"HELO {introduction.Name}", cancel);
        return hello.IsDone ? ([], default) : (null, hello);
    }
}
