using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Embedding;

/// <summary>A client for tests of servers in C#: it says exactly what its transcript says, and expects what it expects.</summary>
/// <example><code>
/// await ScriptedClient.PlayAsync(myServer.EndPoint, """
///     S: 220
///     C: EHLO client.example
///     S: 250 has SIZE
///     """);
/// </code></example>
public static class ScriptedClient
{
    /// <summary>Plays the client's side of a script; returns where it ended well.</summary>
    /// <param name="values">What <c>{{name}}</c> stands for; what the script captures is added.</param>
    /// <exception cref="ScriptFailedException">The server said something else, or cannot be reached.</exception>
    /// <exception cref="UnusableFileException">The script is wrong.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before its end.</exception>
    public static Task<Outcome> PlayAsync(
        EndPoint server, string script, IDictionary<string, string>? values = null, WalkOptions? options = null,
        CancellationToken cancel = default)
    {
        var log = new SessionLog(TimeProvider.System);
        return PlayAsync(new DialledPeers(server, log), log, script, (values, options), cancel);
    }

    /// <summary>Over a stream: the script's one connection.</summary>
    /// <inheritdoc cref="PlayAsync(EndPoint, string, IDictionary{string, string}, WalkOptions, CancellationToken)"/>
    public static Task<Outcome> PlayAsync(
        Stream server, string script, IDictionary<string, string>? values = null, WalkOptions? options = null,
        CancellationToken cancel = default)
    {
        var log = new SessionLog(TimeProvider.System);
        RawConnection? only = null;
        Task<RawConnection> Dial(string name, DialTerms terms, CancellationToken stop) => only is null
            ? Task.FromResult(only = new RawConnection(new StreamTransport(server), name, log))
            : throw new SocketException((int)SocketError.ConnectionRefused, "a stream is one connection");
        return PlayAsync(new DialledPeers(Dial), log, script, (values, options), cancel);
    }

    private static async Task<Outcome> PlayAsync(
        DialledPeers peers, SessionLog log, string script, (IDictionary<string, string>? Values, WalkOptions? Options) with,
        CancellationToken cancel)
    {
        await using var open = peers;
        var compiled = ScriptCompiler.Compile(ScriptedServer.Source(script), Role.Client);
        var variables = new Variables(with.Values ?? new Dictionary<string, string>());
        Needs.Met(compiled, variables, hasMail: with.Options?.Mail is not null);
        var walker = new Walker(compiled, peers, log, variables, with.Options ?? WalkOptions.Default);
        var outcome = await walker.WalkAsync(cancel);
        if (outcome.End == End.Unfinished)
            cancel.ThrowIfCancellationRequested();
        foreach (var (name, value) in variables.Values)
            with.Values?[name] = value;
        return outcome.IsGood ? outcome : throw new ScriptFailedException(outcome, "script");
    }
}
